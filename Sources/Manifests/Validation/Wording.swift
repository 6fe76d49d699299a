import Model

/// How values and types are named in errors.
enum Wording {
    /// "`two` is a string", "a list is there".
    static func found(_ node: YAMLNode) -> String {
        switch node.content {
        case .sequence: return "it is a list"
        case .mapping: return "it is a mapping"
        case .scalar(let scalar):
            let text = shortened(scalar.text)
            switch scalar.value(tag: node.tag) {
            case .null: return "it is empty"
            case .bool: return "`\(text)` is a boolean"
            case .integer, .largeInteger: return "`\(text)` is an integer"
            case .number: return "`\(text)` is a number"
            case .string: return "`\(text)` is a string"
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

    /// ": did you mean `x`?", or what is known when nothing is near and it isn't much.
    static func hint(_ name: String, among names: [String]) -> String {
        if let nearest = NearestName.nearest(to: name, among: names) { return ": did you mean `\(nearest)`?" }
        var seen: Set<String> = []
        let known = names.filter { seen.insert($0).inserted }
        return known.isEmpty || known.count > 12 ? "" : ": known are \(list(known))"
    }
}
