import Model

/// Whether a document is a manifest at all: its `apiVersion` decides, or its `kind` where there is none.
enum Recognition {
    /// nil when it is a manifest of a kind that doesn't exist.
    case manifest(Kind?)
    case foreign(String)
    /// Not a manifest, but so near that a slip is likely.
    case lookalike(String, YAMLNode)

    init(_ document: YAMLNode) {
        guard case .mapping = document.content else {
            self = .foreign("not a mapping")
            return
        }
        let kind = document["kind"]?.string.flatMap(Kind.init)
        guard let version = document["apiVersion"] else {
            self = kind == nil ? .foreign("no `apiVersion: \(FieldTable.apiVersion)`") : .manifest(kind)
            return
        }
        let text = version.keyText ?? ""
        let group = FieldTable.apiVersion.prefix { $0 != "/" }
        if text == FieldTable.apiVersion || text == group || text.hasPrefix("\(group)/") {
            self = .manifest(kind)
        } else if kind != nil, NearestName.nearest(to: text, among: [FieldTable.apiVersion]) != nil {
            self = .lookalike(
                "`apiVersion: \(Wording.shortened(text))` is passed over: did you mean `\(FieldTable.apiVersion)`?",
                version)
        } else {
            self = .foreign("`apiVersion: \(Wording.shortened(text))`")
        }
    }
}
