import Foundation
import Model

/// How a listing or an object is asked for: `-o`.
package enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    case table, wide, json, yaml, name
}

/// Machine-readable output that is also safe to look at on a terminal.
package enum Documents {
    /// Indented JSON with sorted keys and a newline at the end.
    package static func json(_ value: some Encodable) throws -> String { try json(value, pretty: true) }

    /// JSON on one line with sorted keys and a newline at the end, for programs that read a line at a time.
    package static func line(_ value: some Encodable) throws -> String { try json(value, pretty: false) }

    private static func json(_ value: some Encodable, pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return escaped(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    }

    /// YAML 1.2 in block style, with a newline at the end.
    package static func yaml(_ value: some Encodable) throws -> String {
        YAMLWriter.text(try CanonicalEncoding.tree(value))
    }

    /// What JSON allows raw but a terminal acts on stands only inside of strings, where `\u` may replace it.
    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { $0 != "\n" && TerminalText.isUnsafe($0) }) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard scalar != "\n", TerminalText.isUnsafe(scalar) else {
                result.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 { result.append(contentsOf: jsonEscape(unit).unicodeScalars) }
        }
        return String(result)
    }

    /// `\u009b`
    static func jsonEscape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
