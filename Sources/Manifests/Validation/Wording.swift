import Model

/// How values and types are named in errors.
enum Wording {
    /// "it is the text `two`", "it is a list".
    static func found(_ node: YAMLNode) -> String {
        switch node.content {
        case .sequence: return "it is a list"
        case .mapping: return "it is a mapping"
        case .scalar(let scalar):
            let text = shortened(scalar.text)
            switch scalar.value(tag: node.tag) {
            case .null: return "it is empty"
            case .bool: return "it is the boolean `\(text)`"
            case .integer, .largeInteger, .number: return "it is the number `\(text)`"
            case .string: return "it is the text `\(text)`"
            }
        }
    }

    /// Without line breaks and whatever else steers a terminal.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }

    /// The first characters of a text, without line breaks.
    static func shortened(_ text: String) -> String {
        let line = oneLine(text)
        return line.count > 60 ? "\(line.prefix(59))…" : line
    }

    static func list(_ names: some Sequence<String>) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// ": did you mean `x`?", or what is known when nothing is near and it isn't much; empty when it is.
    static func hint(_ name: String, among names: [String]) -> String {
        if let nearest = NearestName.nearest(to: name, among: names) { return ": did you mean `\(nearest)`?" }
        var seen: Set<String> = []
        let known = names.filter { seen.insert($0).inserted }
        if known.isEmpty { return ": none is declared" }
        return known.count > 12 ? "" : ": known are \(list(known))"
    }
}
