import ArgumentParser
import Model

/// Which tests are meant: `TEXT` stands anywhere in `suite / test` or in a label `key=value`, whatever its case;
/// `/REGEX/` is looked for in the same places, `/REGEX/i` whatever its case.
struct TestFilter: ExpressibleByArgument, Sendable {
    private enum Form: Sendable {
        case text(String)
        case pattern(String, ignoringCase: Bool)
    }

    /// As it was typed.
    let text: String
    private let form: Form

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument
        let isInsensitive = argument.hasSuffix("/i")
        let body = isInsensitive ? argument.dropLast() : argument[...]
        guard body.count > 2, body.hasPrefix("/"), body.hasSuffix("/") else {
            form = .text(argument.lowercased())
            return
        }
        let pattern = String(body.dropFirst().dropLast())
        guard (try? Regex(pattern)) != nil else { return nil }
        form = .pattern(pattern, ignoringCase: isInsensitive)
    }

    func accepts(_ test: TestDefinition, of suite: SuiteKey) -> Bool {
        let texts = ["\(suite.suite.name) / \(test.name)"] + test.settings.labels.map { "\($0.key)=\($0.value)" }
        switch form {
        case .text(let wanted): return texts.contains { $0.lowercased().contains(wanted) }
        case .pattern(let pattern, let ignoringCase):
            guard let regex = try? Regex(pattern).ignoresCase(ignoringCase) else { return false }
            return texts.contains { $0.contains(regex) }
        }
    }
}
