import Model

extension JSONValue {
    /// The start of it as JSON with a line for each member and item, names sorted.
    ///
    /// - Parameters:
    ///   - lines: after which nothing more is written.
    ///   - bytes: after which no further line is begun.
    func indented(lines: Int, bytes: Int) -> (text: String, isCut: Bool) {
        var writer = IndentedWriter(linesLeft: lines, byteLimit: bytes)
        writer.write(self, indent: "")
        return (writer.text, writer.isCut)
    }
}

/// Stops where nobody reads on: a small body of many items deep inside others is a thousand times as large in lines.
private struct IndentedWriter {
    private(set) var text = ""
    private(set) var isCut = false
    var linesLeft: Int
    let byteLimit: Int

    init(linesLeft: Int, byteLimit: Int) {
        self.linesLeft = linesLeft
        self.byteLimit = byteLimit
    }

    mutating func write(_ value: JSONValue, indent: String) {
        switch value {
        case .object(let members) where !members.isEmpty:
            let last = members.count - 1
            write("{", "}", indent, members.sorted { $0.key < $1.key }.enumerated()) { place, member, inner, writer in
                writer.text += JSONValue.string(member.key).description + ": "
                writer.write(member.value, indent: inner)
                if place < last { writer.text += "," }
            }
        case .array(let items) where !items.isEmpty:
            let last = items.count - 1
            write("[", "]", indent, items.enumerated()) { place, item, inner, writer in
                writer.write(item, indent: inner)
                if place < last { writer.text += "," }
            }
        case .null, .bool, .integer, .number, .string, .array, .object: text += value.description
        }
    }

    private mutating func write<Parts: Sequence, Part>(
        _ open: String, _ close: String, _ indent: String, _ parts: Parts,
        _ write: (Int, Part, String, inout IndentedWriter) -> Void
    ) where Parts.Element == (offset: Int, element: Part) {
        let inner = indent + "  "
        text += open
        for (place, part) in parts {
            guard breakLine(inner) else { return }
            write(place, part, inner, &self)
            guard !isCut else { return }
        }
        guard breakLine(indent) else { return }
        text += close
    }

    private mutating func breakLine(_ indent: String) -> Bool {
        linesLeft -= 1
        isCut = linesLeft <= 0 || text.utf8.count >= byteLimit
        if !isCut { text += "\n" + indent }
        return !isCut
    }
}
