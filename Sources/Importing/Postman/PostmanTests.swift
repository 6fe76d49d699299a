/// Which requests of a collection make a test together.
struct PostmanTests {
    /// A request, and the names of the captures that it uses.
    struct Exchange {
        let item: PostmanItem
        let exchange: ImportedExchange
        let uses: Set<String>
    }

    private var names = UniqueNames()

    /// A test for each request; one for each folder whose requests hand values on, and one for all where they do so across
    /// folders.
    mutating func tests(_ exchanges: [Exchange], title: String) -> [ImportedTest] {
        var makers: [String: Int] = [:]
        var isAcross = false
        var sequences: Set<Int> = []
        for one in exchanges {
            for name in one.uses {
                guard let maker = makers[name] else { continue }
                sequences.insert(one.item.group)
                if maker != one.item.group { isAcross = true }
            }
            for name in one.makes { makers[name] = one.item.group }
        }
        if isAcross { return [sequence(title, exchanges)] }
        var tests: [ImportedTest] = []
        var done: Set<Int> = []
        for one in exchanges {
            guard sequences.contains(one.item.group) else {
                let name = SuiteName.test(one.item.name, among: &names)
                tests.append(ImportedTest(name: name, body: .rest(one.exchange)))
                continue
            }
            guard done.insert(one.item.group).inserted else { continue }
            tests.append(sequence(one.item.groupName, exchanges.filter { $0.item.group == one.item.group }))
        }
        return tests
    }

    private mutating func sequence(_ title: String, _ exchanges: [Exchange]) -> ImportedTest {
        var steps = UniqueNames()
        let named = exchanges.map { one in
            var exchange = one.exchange
            exchange.name = SuiteName.test(one.item.name, among: &steps)
            return exchange
        }
        return ImportedTest(name: SuiteName.test(title, among: &names), body: .integration(named))
    }
}

extension PostmanTests.Exchange {
    /// The variables that its answer gives values to.
    fileprivate var makes: [String] { exchange.check.captures.map(\.variable) }
}
