import Model

/// Where secrets are kept. A clear value may stand there by mistake, so no error shows what it found.
extension Validator {
    /// Takes `scheme:value`, or a mapping of one scheme to its value.
    mutating func secretSource(_ node: YAMLNode) -> Walked {
        switch node.content {
        case .scalar:
            guard let text = node.string, node.hasPlainTag else { return refused(.unknownForm, node) }
            return taken(.string(text), node) { () throws(SecretSourceFlaw) in try SecretSource(parsing: text) }
        case .mapping(let entries):
            let schemes = SecretSource.Scheme.allCases.map(\.rawValue)
            guard let entry = entries.first, entries.count == 1, node.hasPlainTag, let key = entry.key.keyText else {
                return refused("takes exactly one of \(Wording.list(schemes))", at: node)
            }
            guard let scheme = SecretSource.Scheme(rawValue: key) else {
                let hint = Wording.hint(key, among: schemes)
                return refused("has the unknown field `\(Wording.shortened(key))`\(hint)", at: entry.key)
            }
            guard let value = entry.value.string, entry.value.hasPlainTag else {
                return refused("takes text as its `\(key)`", at: entry.value)
            }
            return taken(.object([key: .string(value)]), entry.value) { () throws(SecretSourceFlaw) in
                try SecretSource(scheme, value)
            }
        case .sequence: return refused(.unknownForm, node)
        }
    }

    private mutating func taken(
        _ written: JSONValue, _ node: YAMLNode, _ read: () throws(SecretSourceFlaw) -> SecretSource
    ) -> Walked {
        do {
            return Walked(written, decoded: .string(try read().text))
        } catch {
            return refused(error, node)
        }
    }

    private mutating func refused(_ flaw: SecretSourceFlaw, _ node: YAMLNode) -> Walked {
        refused(flaw.description, at: node)
    }

    private mutating func refused(_ problem: String, at node: YAMLNode) -> Walked {
        error("`\(path.fieldName)` \(problem)", at: place(of: node), isConfidential: true)
        return .invalid
    }
}

extension YAMLNode {
    /// Whether it has no tag, or the one of its own kind.
    fileprivate var hasPlainTag: Bool {
        switch content {
        case .scalar: tag == nil || tag == "!" || tag == "tag:yaml.org,2002:str"
        case .mapping: tag == nil || tag == "tag:yaml.org,2002:map"
        case .sequence: tag == nil
        }
    }
}
