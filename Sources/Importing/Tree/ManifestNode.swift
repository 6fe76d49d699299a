package import Model

/// A part of a manifest before it is text: mappings keep their order, and what is said about a part stands beside it.
package indirect enum ManifestNode: Hashable, Sendable {
    case json(JSONValue)
    case list([ManifestNode])
    /// A list with an empty line between its items.
    case paragraphs([ManifestNode])
    case mapping([ManifestEntry])
    /// With comment lines above it.
    case commented([String], ManifestNode)
}

/// One member of a mapping.
package struct ManifestEntry: Hashable, Sendable {
    let key: String
    let value: ManifestNode
    /// Comment lines above it.
    let comment: [String]

    init(_ key: String, _ value: ManifestNode, comment: [String] = []) {
        self.key = key
        self.value = value
        self.comment = comment
    }

    init(_ key: String, _ text: String, comment: [String] = []) {
        self.init(key, .text(text), comment: comment)
    }
}

extension ManifestNode {
    static func text(_ text: String) -> ManifestNode { .json(.string(text)) }

    static func texts(_ texts: [String]) -> ManifestNode { .list(texts.map(ManifestNode.text)) }

    static func integer(_ number: Int) -> ManifestNode { .json(.integer(Int64(number))) }

    static func flag(_ flag: Bool) -> ManifestNode { .json(.bool(flag)) }

    /// Texts by name in the order given.
    static func texts(_ pairs: [NamedText]) -> ManifestNode {
        .mapping(pairs.map { ManifestEntry($0.name, $0.text) })
    }

    var isEmpty: Bool {
        switch self {
        case .json: false
        case .list(let items), .paragraphs(let items): items.isEmpty
        case .mapping(let entries): entries.isEmpty
        case .commented(_, let node): node.isEmpty
        }
    }
}
