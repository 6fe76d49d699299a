import Model

/// What annotations of Rondo's own may say.
enum MetadataRules {
    static func check(_ kind: Kind, _ root: YAMLNode, _ validator: inout Validator) {
        let known = MetadataFields.annotations
        for entry in root["metadata"]?["annotations"]?.entries ?? [] {
            guard let key = entry.key.keyText, let field = known.field(key) else {
                refuse(entry.key, &validator)
                continue
            }
            guard case .scalar = entry.value.content, !validator.isEmpty(entry.value) else { continue }
            validator.within(.key("metadata")) { validator in
                _ = validator.within(.key("annotations")) { $0.walk(entry, as: field) }
            }
            if key == "rondo.dev/external-id", kind != .cloudResource {
                validator.error(
                    "`\(key)` adopts an instance, so it is for CloudResource, not \(kind.rawValue)", at: entry.key)
            }
            if key == "rondo.dev/previous-name", let name = entry.value.string,
                name == root["metadata"]?["name"]?.string
            {
                validator.error("`\(key)` is the name that the object has now: leave it out", at: entry.value)
            }
        }
    }

    /// A name that looks like one of Rondo's own would otherwise be a note that nobody reads.
    private static func refuse(_ node: YAMLNode, _ validator: inout Validator) {
        guard let key = node.keyText, let slash = key.firstIndex(of: "/") else { return }
        let names = MetadataFields.annotations.fields.map(\.name)
        guard key.hasPrefix(MetadataFields.prefix) else {
            let domain = String(key[..<slash])
            guard NearestName.nearest(to: domain, among: ["rondo.dev"]) != nil else { return }
            validator.warn(
                "annotation `\(Wording.shortened(key))` is a note that nobody reads: did you mean `\(MetadataFields.prefix)…`?",
                at: validator.place(of: node))
            return
        }
        validator.error("unknown annotation `\(Wording.shortened(key))`\(Wording.hint(key, among: names))", at: node)
    }
}
