import Model

/// Where a cache policy may keep what it keeps.
enum CachePolicyRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        if let node = spec["path"], let path = node.string, let reason = refusal(of: path) {
            validator.error("`path` must be a folder below the state folder's cache: \(reason)", at: node)
        }
        guard let type = spec["type"]?.string.flatMap(CachePolicySpec.CacheType.init) else { return }
        for (field, owner) in [("url", CachePolicySpec.CacheType.redis), ("path", .file)] {
            guard let entry = spec.member(field), type != owner else { continue }
            validator.error("`\(field)` is for type `\(owner.rawValue)`, not `\(type.rawValue)`", at: entry.key)
        }
        if type == .redis, spec.member("url") == nil, let node = spec["type"] {
            validator.error("type `redis` needs the `url` of its server, for example `redis://cache:6379`", at: node)
        }
    }

    /// Why a path can't name a folder there; nil when it is made of plain names.
    private static func refusal(of path: String) -> String? {
        guard !path.isEmpty else { return nil }
        if path.hasPrefix("/") { return "leave out the `/` at its beginning" }
        if path.contains("\\") { return "separate folders with `/`" }
        guard path.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return "it holds a control character"
        }
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        if names.contains("..") { return "`..` would leave it" }
        if names.contains(where: \.isEmpty) { return "it has an empty name in it" }
        if names.contains(where: { $0.hasPrefix(".") }) { return "a name in it begins with a dot" }
        let isShort = names.count <= 8 && names.allSatisfy { $0.utf8.count <= 100 }
        return isShort ? nil : "it has more than 8 names, or one of more than 100 bytes"
    }
}
