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
    }

    /// Why a path could lead elsewhere; nil when it is made of plain names.
    private static func refusal(of path: String) -> String? {
        guard !path.isEmpty else { return nil }
        if path.hasPrefix("/") { return "leave out the `/` at its beginning" }
        if path.contains("\\") { return "separate folders with `/`" }
        if path.utf8.count > 255 { return "it has more than 255 bytes" }
        guard path.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return "it holds a control character"
        }
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        if names.contains("..") { return "`..` would leave it" }
        return names.contains { $0.isEmpty || $0 == "." } ? "it has an empty name or a `.` in it" : nil
    }
}
