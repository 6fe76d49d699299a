import Foundation
import Model
import TestLanguage

/// Values as failures show them: masked first, then cut, so that no part of a secret is left at the cut.
struct ValueText {
    let redactor: Redactor

    /// In characters.
    static let limit = 160

    /// The start of a body, in quotes.
    func excerpt(of body: Data) -> String { quote(body, limit: 80) }

    func text(of value: JSONValue) -> String {
        if case .string(let text) = value { return quote(text.utf8) }
        return cut(value.description.utf8, limit: Self.limit)
    }

    func text(of subject: Subject) -> String {
        switch subject {
        case .value(let value): text(of: value)
        case .text(let text), .cut(let text): quote(text.utf8)
        case .fields(let fields): quote(fields.joined(separator: ", ").utf8)
        case .elements(let elements):
            elements.count == 1 ? quote(elements[0].utf8) : text(of: .array(elements.map(JSONValue.string)))
        case .nodes(let nodes): text(of: .array(nodes))
        case .bytes(let bytes): text(ofBytes: bytes)
        case .duration(let duration): Self.text(of: duration)
        case .date(let date): date.formatted(.iso8601)
        case .invalid(let reason): "no value (\(reason))"
        case .missing(let reason): reason.map { "no value (\($0))" } ?? "no value"
        }
    }

    /// Two texts that differ, from shortly before their first difference.
    func texts(expected: String, actual: String) -> (expected: String, actual: String) {
        let one = Array(expected.unicodeScalars)
        let two = Array(actual.unicodeScalars)
        let same = zip(one, two).prefix { $0 == $1 }.count
        // From the start unless that would hide the difference; what is left out may hold the start of a secret.
        let start = same > Self.limit / 2 ? same - 20 : 0
        func part(_ scalars: [Unicode.Scalar]) -> String {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[start...].prefix(4 * Self.limit))
            let shown = quote(String(text).utf8, cutAtStart: start > 0)
            return start > 0 ? "…" + shown : shown
        }
        return (part(one), part(two))
    }

    /// What a reader has no need of in full.
    func cut(_ text: String) -> String { cut(text.utf8, limit: 2 * Self.limit) }

    /// Lines with `-` are expected and missing, those with `+` are there instead; nil where that tells no more than the
    /// values alone.
    func difference(expected: JSONValue, actual: JSONValue) -> String? {
        switch (expected, actual) {
        case (.array, .array), (.object, .object):
            LineDifference.text(lines(of: expected), lines(of: actual))
        case (.string(let one), .string(let two))
        where one.contains(where: \.isNewline) || two.contains(where: \.isNewline):
            LineDifference.text(redactor.mask(one), redactor.mask(two))
        default: nil
        }
    }

    /// As many as are compared and one more, masked.
    private func lines(of value: JSONValue) -> String {
        let (text, isCut) = value.indented(lines: LineDifference.compared + 1, bytes: 1 << 20)
        return String(decoding: redactor.mask(Array(text.utf8), cutAtEnd: isCut), as: UTF8.self)
    }

    private func text(ofBytes bytes: [UInt8]) -> String {
        let shown = bytes.prefix(32)
        let rest = bytes.count > shown.count ? "… (\(bytes.count) bytes)" : ";"
        return "hex,\(Hexadecimal.text(redactor.mask(Array(shown), cutAtEnd: bytes.count > shown.count)))\(rest)"
    }

    static func text(of duration: Duration) -> String { duration.rounded.description }

    private func quote(_ bytes: some Collection<UInt8>, limit: Int = Self.limit, cutAtStart: Bool = false) -> String {
        JSONValue.string(cut(bytes, limit: limit, cutAtStart: cutAtStart)).description
    }

    /// Looks at no more bytes than can be shown.
    private func cut(_ bytes: some Collection<UInt8>, limit: Int, cutAtStart: Bool = false) -> String {
        let head = Array(bytes.prefix(16 * limit))
        let isCut = head.count < bytes.count
        let text = String(
            decoding: redactor.mask(head, cutAtStart: cutAtStart, cutAtEnd: isCut), as: UTF8.self)
        let shown = String(text.prefix(limit))
        return isCut || shown.utf8.count < text.utf8.count ? shown + "…" : shown
    }
}
