import Model

/// Puts what `expectedOutcomes` says into `expect` of what it names: the test, or the steps that ask a service or bear
/// a name. Places stay those of the author.
enum ExpectedOutcomes {
    private static let field = "expectedOutcomes"

    static func expanded(in root: YAMLNode, _ validator: inout Validator) -> YAMLNode {
        guard let tests = root["spec"]?["tests"]?.items, tests.contains(where: { $0.member(field) != nil }) else {
            return root
        }
        let expanded = tests.map { expand($0, &validator) }
        return root.replacing("spec") { spec in spec.replacing("tests") { $0.with(.sequence(expanded)) } }
    }

    private static func expand(_ test: YAMLNode, _ validator: inout Validator) -> YAMLNode {
        guard let entry = test.member(field), case .mapping(let outcomes) = entry.value.content else { return test }
        var result = test.without(field)
        for outcome in outcomes {
            guard let name = outcome.key.keyText else { continue }
            var known: [String] = []
            var isFound = false
            result = put(outcome, name, into: result, &known, &isFound, &validator)
            guard !isFound else { continue }
            let hint = Wording.hint(name, among: Set(known).sorted())
            validator.error(
                "`\(field)` names `\(Wording.shortened(name))`, which is neither the test, nor a service or step of it\(hint)",
                at: outcome.key)
        }
        return result
    }

    private static func put(
        _ outcome: YAMLEntry, _ name: String, into test: YAMLNode, _ known: inout [String], _ isFound: inout Bool,
        _ validator: inout Validator
    ) -> YAMLNode {
        let own = [test["name"], test["rest"]?["service"], test["graphql"]?["service"]].compactMap { $0?.string }
        known += own
        if own.contains(name) {
            isFound = true
            return adding(outcome, to: test, &validator)
        }
        guard let steps = test["integration"]?["steps"]?.items else { return test }
        let changed = steps.map { step in
            let names = [step["name"], step["request"]?["service"]].compactMap { $0?.string }
            known += names
            guard names.contains(name) else { return step }
            isFound = true
            return adding(outcome, to: step, &validator)
        }
        return test.replacing("integration") { body in body.replacing("steps") { $0.with(.sequence(changed)) } }
    }

    private static func adding(_ outcome: YAMLEntry, to node: YAMLNode, _ validator: inout Validator) -> YAMLNode {
        guard case .mapping(let entries) = node.content else { return node }
        if node.member("expect") != nil {
            validator.error(
                "`\(outcome.key.keyText ?? "")` has `expect` already: say it in one of both", at: outcome.key)
            return node
        }
        let key = YAMLNode(
            content: .scalar(YAMLScalar(text: "expect", style: .plain)), tag: nil, start: outcome.key.start,
            end: outcome.key.end)
        return node.with(.mapping(entries + [YAMLEntry(key: key, value: outcome.value)]))
    }
}
