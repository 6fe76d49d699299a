import Model
import TestLanguage

/// Checks the parameters of a suite and of its fragments: values must be of their type and among what is allowed.
enum ParameterRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        for entry in spec["params"]?.entries ?? [] {
            guard let name = entry.key.keyText else { continue }
            let type = entry.value["type"]?.string.flatMap(SuiteParameter.ValueType.init) ?? .string
            let isSecret = entry.value["secret"].map(isTrue) ?? false
            checkValues(entry.value, type, &validator)
            guard isSecret else { continue }
            if type != .string, let node = entry.value["type"] {
                validator.error("a secret parameter is a string", at: node)
            }
            if let node = entry.value["default"] { checkSecret(name, node, &validator) }
        }
        for fragment in spec["fragments"]?.entries ?? [] {
            for entry in fragment.value["params"]?.entries ?? [] where !entry.value.entries.isEmpty {
                let type = entry.value["type"]?.string.flatMap(SuiteParameter.ValueType.init) ?? .string
                checkValues(entry.value, type, &validator)
            }
        }
    }

    /// What is wrong with a value; nil for one of the type, and for text with references, whose type nobody knows yet.
    static func problem(_ node: YAMLNode, _ type: SuiteParameter.ValueType) -> String? {
        if let text = node.string, Template.mayHoldReferences(text) { return nil }
        guard case .scalar(let scalar) = node.content else {
            return type == .string ? nil : "must be of type \(type.rawValue), but \(Wording.found(node))"
        }
        let fits =
            switch (type, scalar.value(tag: node.tag)) {
            case (.string, .string), (.integer, .integer), (.number, .integer), (.number, .number), (.boolean, .bool):
                true
            case (_, .null), (_, .bool), (_, .integer), (_, .largeInteger), (_, .number), (_, .string): false
            }
        guard !fits else { return nil }
        let quotes = type == .string ? ": put it between quotes" : ""
        return "must be of type \(type.rawValue), but \(Wording.found(node))\(quotes)"
    }

    private static func checkValues(_ node: YAMLNode, _ type: SuiteParameter.ValueType, _ validator: inout Validator) {
        let value = node["default"]
        if let value, let problem = problem(value, type) { validator.error("`default` \(problem)", at: value) }
        let allowed = node["enum"]?.items ?? []
        for item in allowed {
            if let problem = problem(item, type) { validator.error("a value of `enum` \(problem)", at: item) }
        }
        if let value, !allowed.isEmpty, !allowed.contains(where: { $0.keyText == value.keyText }) {
            let list = Wording.list(allowed.compactMap(\.keyText))
            validator.error("`default` must be one of `enum`: \(list)", at: value)
        }
    }

    /// Its default names a secret, which must be in each environment.
    private static func checkSecret(_ name: String, _ node: YAMLNode, _ validator: inout Validator) {
        guard let secret = node.string, KeyForm.referenceName.accepts(secret) else {
            return validator.error(
                "`default` of a secret parameter is the name of a secret of the environment, never a value", at: node)
        }
        validator.findings.references.append(
            ReferenceSite(
                reference: Reference(root: .secrets, steps: [.name(secret)], span: TextSpan(offset: 0, length: 1)),
                path: [.key("spec"), .key("params"), .key(name), .key("default")], place: validator.place(of: node)))
    }

    static func isTrue(_ node: YAMLNode) -> Bool {
        guard case .scalar(let scalar) = node.content else { return false }
        return scalar.value(tag: node.tag) == .bool(true)
    }
}
