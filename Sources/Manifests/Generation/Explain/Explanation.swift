import Model

/// What `explain` prints, laid out as `kubectl explain` does.
package enum Explanation {
    /// - Parameter isRecursive: All fields below with their types, without a word on each.
    package static func text(_ thing: ExplainedThing, isRecursive: Bool) -> String {
        let last = thing.path.last
        let documentation = last?.note ?? thing.document.documentation
        var text = head(of: thing)
        text += "\nDESCRIPTION:\n" + paragraph(documentation, indent: 4)
        if let last { text += facts(of: last, indent: 4) }
        guard let schema = last == nil ? thing.document : last?.type.shape.fields else { return text }
        text += "\nFIELDS:\n"
        text += isRecursive ? tree(schema, depth: 1) : schema.fields.map(entry).joined(separator: "\n")
        let rules = schema.rules.map(\.condition.message)
        if !rules.isEmpty {
            text += "\nRULES:\n" + rules.map { paragraph("\($0).", indent: 4) }.joined()
        }
        return text
    }

    /// What can be explained, one a line: kinds, configurations and sorts of test.
    package static func kinds() -> String {
        let width = Kind.allCases.map(\.rawValue.count).max() ?? 0
        let rows = Kind.allCases.map { ($0.rawValue, FieldTable.document(of: $0).documentation) }
        let others = [
            (RepositoryFile.name, RepositoryFields.configuration.documentation),
            ("config", ConfigurationFields.configuration.documentation),
        ]
        let tests = TestFields.bodies.compactMap { name in TestFields.test.field(name).map { (name, $0.documentation) }
        }
        return (rows + others + tests).map { name, documentation in
            name + String(repeating: " ", count: width - name.count + 3) + documentation + "\n"
        }.joined()
    }

    private static func head(of thing: ExplainedThing) -> String {
        var text: String
        switch thing.root {
        case .kind(let kind):
            text = "KIND:     \(kind.rawValue)\nVERSION:  \(FieldTable.apiVersion)\n"
            if thing.path.isEmpty { text += "NAMES:    \(kind.spellings.joined(separator: ", "))\n" }
        case .configuration: text = "KIND:     configuration of the controller (`--config FILE`)\n"
        case .repository:
            text = "KIND:     configuration of a repository (`\(RepositoryFile.name)` at the root of its path)\n"
        }
        guard let last = thing.path.last else { return text }
        let parents = thing.path.dropLast().map { $0.name + $0.type.shape.steps }
        let path = (parents + [last.name]).joined(separator: ".")
        return text + "\nFIELD:    \(path) <\(last.type.shape.word)>\(required(last))\n"
    }

    private static func entry(_ field: Field) -> String {
        "  \(field.name)  <\(field.type.shape.word)>\(required(field))\n" + facts(of: field, indent: 4)
            + paragraph(field.note, indent: 4)
    }

    private static func required(_ field: Field) -> String { field.isRequired ? " -required-" : "" }

    /// What it is when it isn't given, and what it may be.
    private static func facts(of field: Field, indent: Int) -> String {
        var text = ""
        let values = field.type.shape.values
        if !values.isEmpty { text += paragraph("enum: \(values.joined(separator: ", "))", indent: indent) }
        if let value = field.shownDefault { text += paragraph("default: \(value.shown)", indent: indent) }
        return text
    }

    /// - Parameter around: The shared mappings that it stands in; one that holds itself is not told again.
    private static func tree(_ schema: Schema, depth: Int, around: Set<String> = []) -> String {
        schema.fields.map { field in
            let shape = field.type.shape
            let line = String(repeating: "  ", count: depth) + "\(field.name)  <\(shape.word)>\(required(field))\n"
            let name = shape.shared?.name
            guard let fields = shape.fields, name.map(around.contains) != true else { return line }
            return line + tree(fields, depth: depth + 1, around: around.union(name.map { [$0] } ?? []))
        }.joined()
    }

    /// Words in lines of at most 100 characters.
    private static func paragraph(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > 100 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
