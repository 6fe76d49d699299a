import Model
import Reports

/// Writes manifests in block style, in the order of the tree and with its comments; scalars by the writer of `Reports`.
package enum ManifestText {
    /// A document without its `---`.
    package static func text(_ node: ManifestNode) -> String {
        var text = ""
        write(node, indent: 0, to: &text)
        return text
    }

    private static func write(_ node: ManifestNode, indent: Int, to text: inout String) {
        switch node {
        case .commented(let lines, let inner):
            comment(lines, indent: indent, to: &text)
            write(inner, indent: indent, to: &text)
        case .mapping(let entries) where !entries.isEmpty:
            for entry in entries { write(entry, indent: indent, to: &text) }
        case .list(let items) where !items.isEmpty:
            for item in items { write(item: item, indent: indent, to: &text) }
        case .paragraphs(let items) where !items.isEmpty:
            for (index, item) in items.enumerated() {
                if index > 0 { text += "\n" }
                write(item: item, indent: indent, to: &text)
            }
        case .json(let value) where node.hasLines:
            write(block(value), indent: indent, to: &text)
        case .json, .mapping, .list, .paragraphs: text += spaces(indent) + flow(node, indent: indent) + "\n"
        }
    }

    private static func write(_ entry: ManifestEntry, indent: Int, to text: inout String) {
        comment(entry.comment, indent: indent, to: &text)
        let key = scalar(entry.key)
        // YAML looks for the colon of a key 1,024 characters far, unless a mark says that it is one.
        text += spaces(indent) + (key.utf8.count > 1_000 ? "? \(key)\n\(spaces(indent)):" : "\(key):")
        guard entry.value.hasLines else {
            text += " " + flow(entry.value, indent: indent) + "\n"
            return
        }
        text += "\n"
        write(entry.value, indent: indent + 2, to: &text)
    }

    private static func write(item: ManifestNode, indent: Int, to text: inout String) {
        if case .commented(let lines, let inner) = item {
            comment(lines, indent: indent, to: &text)
            return write(item: inner, indent: indent, to: &text)
        }
        guard item.hasLines else {
            text += spaces(indent) + "- " + flow(item, indent: indent) + "\n"
            return
        }
        var lines = ""
        write(item, indent: indent + 2, to: &lines)
        // A comment can't share the line of the dash.
        if lines.dropFirst(indent + 2).first == "#" {
            text += spaces(indent) + "-\n" + lines
        } else {
            text += spaces(indent) + "- " + lines.dropFirst(indent + 2)
        }
    }

    private static func block(_ value: JSONValue) -> ManifestNode {
        switch value {
        case .object(let members):
            .mapping(members.sorted { $0.key < $1.key }.map { ManifestEntry($0.key, .json($0.value)) })
        case .array(let items): .list(items.map(ManifestNode.json))
        case .null, .bool, .integer, .number, .string: .json(value)
        }
    }

    private static func comment(_ lines: [String], indent: Int, to text: inout String) {
        for line in lines {
            let safe = escaped(TerminalText.safe(line))
            text += spaces(indent) + (safe.isEmpty ? "#" : "# \(safe)") + "\n"
        }
    }

    private static func flow(_ node: ManifestNode, indent: Int) -> String {
        switch node {
        case .json(.string(let text)): literal(text, indent: indent + 2) ?? scalar(text)
        case .json(let value): YAMLWriter.flow(value)
        case .list, .paragraphs: "[]"
        case .mapping: "{}"
        case .commented(_, let inner): flow(inner, indent: indent)
        }
    }

    /// A text of several lines as a block of them, where nothing of it could be lost; without the line break at its end.
    private static func literal(_ text: String, indent: Int) -> String? {
        guard text.contains("\n"), text.first?.isWhitespace == false, !text.hasSuffix("\n\n") else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isPlain = lines.allSatisfy { line in
            line.last?.isWhitespace != true
                && line.unicodeScalars.allSatisfy { !TerminalText.isUnsafe($0) && !refused.contains($0) }
        }
        guard isPlain else { return nil }
        let hasBreak = text.hasSuffix("\n")
        let shown = hasBreak ? lines.dropLast() : lines[...]
        return (hasBreak ? "|" : "|-")
            + shown.map { $0.isEmpty ? "\n" : "\n\(spaces(indent))\($0)" }.joined()
    }

    /// Words that may stand in a line without quotes; errs towards quotes.
    private static func scalar(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, isLetter(first) || "/_$".unicodeScalars.contains(first),
            !YAMLWriter.reserved.contains(text.lowercased()), text.unicodeScalars.count < 100_000,
            !text.contains(": "), !text.contains(" #"), !text.hasSuffix(":"), !text.hasSuffix(" "),
            text.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) })
        else { return escaped(YAMLWriter.scalar(text)) }
        return text
    }

    /// Scalars that no reader of YAML takes as they are (YAML 1.2.2 §5.1).
    private static let refused: Set<Unicode.Scalar> = ["\u{FFFE}", "\u{FFFF}"]

    /// Spelled as between double quotes, where all texts stand that have them.
    private static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: refused.contains) else { return text }
        return text.unicodeScalars.map { scalar in
            refused.contains(scalar) ? "\\u\(String(scalar.value, radix: 16, uppercase: true))" : String(scalar)
        }.joined()
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension ManifestNode {
    /// Whether it goes over lines of its own below its key.
    fileprivate var hasLines: Bool {
        switch self {
        case .json(.object(let members)): !members.isEmpty
        case .json(.array(let items)): !items.isEmpty
        case .json: false
        case .list(let items), .paragraphs(let items): !items.isEmpty
        case .mapping(let entries): !entries.isEmpty
        case .commented(_, let node): node.hasLines
        }
    }
}
