import Foundation

/// A text with `{{ … }}` in it.
struct BracedText: Hashable {
    enum Part: Hashable {
        case literal(String)
        /// What stands between the braces.
        case expression(String)
    }

    private(set) var parts: [Part] = []

    init(_ parts: [Part] = []) { self.parts = parts }

    init(_ literal: String) { parts = literal.isEmpty ? [] : [.literal(literal)] }

    /// A text with its `{{ … }}` taken apart; what is not closed is text.
    static func parse(_ text: String) -> BracedText {
        var parts: [Part] = []
        var rest = Substring(text)
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            let name = rest[start.upperBound..<end.lowerBound]
            guard !name.contains("\n"), !name.contains("{"), !name.trimmed.isEmpty else {
                parts.append(.literal(String(rest[..<start.upperBound])))
                rest = rest[start.upperBound...]
                continue
            }
            if start.lowerBound > rest.startIndex { parts.append(.literal(String(rest[..<start.lowerBound]))) }
            parts.append(.expression(name.trimmed))
            rest = rest[end.upperBound...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        return BracedText(parts)
    }

    var isEmpty: Bool { parts.isEmpty }

    /// Without a template at its begin, which stands for the host of an address.
    var withoutHost: BracedText {
        guard case .expression? = parts.first else { return self }
        return BracedText(Array(parts.dropFirst()))
    }

    /// As it was written, escapes taken off.
    var plain: String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .expression(let text): "{{\(text)}}"
            }
        }.joined()
    }

    var hasExpressions: Bool {
        parts.contains { if case .expression = $0 { true } else { false } }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        if case .literal(var text)? = parts.last {
            text.unicodeScalars.append(scalar)
            parts[parts.count - 1] = .literal(text)
        } else {
            parts.append(.literal(String(scalar)))
        }
    }

    mutating func append(expression: String) { parts.append(.expression(expression)) }

    /// Without the blanks at its end.
    mutating func trimEnd() {
        guard case .literal(let text)? = parts.last else { return }
        var scalars = text.unicodeScalars
        while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
        parts.removeLast()
        if !scalars.isEmpty { parts.append(.literal(String(scalars))) }
    }
}
