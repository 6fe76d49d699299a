import Model

/// Lays the manifest of an Environment over that of its parent: maps merge, all else is replaced.
enum NodeMerge {
    /// What belongs to the object that says it, never to what extends it.
    private static let own: Set<String> = ["extends", "shareSecrets", "suspend", "dependsOn"]

    /// The child's document with the parent's spec below its own.
    static func document(_ child: YAMLNode, over parent: YAMLNode) -> YAMLNode {
        guard let inherited = parent["spec"], let spec = child["spec"] else { return child }
        guard case .object(let schema)? = FieldTable.document(of: .environment).field("spec")?.type else {
            return child
        }
        let shared = parent["spec"]?["shareSecrets"]?.keyText?.lowercased() == "true"
        let merged = merge(spec, over: inheritance(of: inherited, withSecrets: shared), schema)
        return child.with(
            .mapping(child.entries.map { $0.key.keyText == "spec" ? YAMLEntry(key: $0.key, value: merged) : $0 }))
    }

    private static func inheritance(of spec: YAMLNode, withSecrets: Bool) -> YAMLNode {
        let entries = spec.entries.filter { !own.contains($0.key.keyText ?? "") }
        guard !withSecrets else { return spec.with(.mapping(entries)) }
        let open = entries.compactMap { entry -> YAMLEntry? in
            switch entry.key.keyText {
            case "secrets": nil
            case "services", "clouds": YAMLEntry(key: entry.key, value: withoutCredentials(entry.value))
            default: entry
            }
        }
        return spec.with(.mapping(open))
    }

    private static func withoutCredentials(_ map: YAMLNode) -> YAMLNode {
        map.with(
            .mapping(
                map.entries.map { entry in
                    let rest = entry.value.entries.filter { $0.key.keyText != "credentials" }
                    return YAMLEntry(key: entry.key, value: entry.value.with(.mapping(rest)))
                }))
    }

    private static func merge(_ child: YAMLNode, over parent: YAMLNode, _ schema: Schema) -> YAMLNode {
        join(child, parent, excluding: excluded(by: child, schema)) { key in schema.field(key)?.type }
    }

    private static func merge(_ child: YAMLNode, over parent: YAMLNode, _ type: FieldType?) -> YAMLNode {
        guard case .mapping = child.content, case .mapping = parent.content else { return child }
        switch type {
        case .object(let schema): return merge(child, over: parent, schema)
        case .map(_, let values): return join(child, parent, excluding: []) { _ in values }
        default: return child
        }
    }

    /// The parent's members in their order, those of both merged, then what only the child has.
    private static func join(
        _ child: YAMLNode, _ parent: YAMLNode, excluding excluded: Set<String>, type: (String) -> FieldType?
    ) -> YAMLNode {
        let said = child.entries.filter { !$0.value.isNull }
        let names = Set(said.compactMap(\.key.keyText))
        let inherited = parent.entries.filter { entry in
            entry.key.keyText.map { !names.contains($0) && !excluded.contains($0) } ?? false
        }
        let merged = said.map { entry -> YAMLEntry in
            guard let key = entry.key.keyText, let below = parent.member(key)?.value else { return entry }
            return YAMLEntry(key: entry.key, value: merge(entry.value, over: below, type(key)))
        }
        return child.with(.mapping(inherited + merged))
    }

    /// What can't stand beside a field that the child gives, so that the child's takes its place.
    private static func excluded(by child: YAMLNode, _ schema: Schema) -> Set<String> {
        var excluded: Set<String> = []
        for rule in schema.rules {
            switch rule {
            case .exactlyOne(let names), .atMostOne(let names):
                if names.contains(where: { child.member($0) != nil }) { excluded.formUnion(names) }
            case .onlyWith: break
            }
        }
        return excluded
    }
}

extension YAMLNode {
    fileprivate var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.value(tag: tag) == .null
    }
}
