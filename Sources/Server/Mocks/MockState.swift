package import Model

/// Which answer a mock gives next; a plain value, so that its rules are tested without a socket.
package struct MockState: Sendable {
    package private(set) var spec: MockSpec
    /// How often each route with a sequence was asked, by its index.
    private var asked: [Int: Int] = [:]

    package init(spec: MockSpec) { self.spec = spec }

    /// Takes another definition; sequences of unchanged routes go on where they are.
    package mutating func replace(with spec: MockSpec) {
        var kept: [Int: Int] = [:]
        for (index, route) in spec.routes.enumerated() {
            if let old = self.spec.routes.firstIndex(of: route), let count = asked[old] { kept[index] = count }
        }
        asked = kept
        self.spec = spec
    }

    /// The answer of the first route that matches; nil when none does.
    package mutating func respond(method: String, path: String) -> MockResponse? {
        for (index, route) in spec.routes.enumerated()
        where route.method.uppercased() == method.uppercased() && Self.matches(route.path, path) {
            guard let last = route.sequence.last else { return route.response }
            let count = asked[index, default: 0]
            asked[index] = count + 1
            return count < route.sequence.count ? route.sequence[count] : last
        }
        return nil
    }

    private static func matches(_ pattern: String, _ path: String) -> Bool {
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        guard wanted.count == given.count else { return false }
        return zip(wanted, given).allSatisfy { want, have in
            want == have || (want.hasPrefix("{") && want.hasSuffix("}") && !have.isEmpty)
        }
    }
}
