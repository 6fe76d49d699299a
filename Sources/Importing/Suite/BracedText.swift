/// A text with `{{ … }}` in it.
struct BracedText: Hashable {
    enum Part: Hashable {
        case literal(String)
        /// What stands between the braces.
        case expression(String)
    }

    /// What may stand between two pairs of braces; longer ones are text, so that no search for an end goes on for ever.
    static let expressionLimit = 1_000

    private(set) var parts: [Part] = []

    init(_ parts: [Part] = []) { self.parts = parts }

    init(_ literal: String) { parts = literal.isEmpty ? [] : [.literal(literal)] }

    /// A text with its `{{ … }}` taken apart; what is not closed is text.
    static func parse(_ text: String) -> BracedText {
        let scalars = Array(text.unicodeScalars)
        var result = BracedText()
        var index = 0
        while index < scalars.count {
            guard let end = end(ofExpressionAt: index, in: scalars) else {
                result.append(scalars[index])
                index += 1
                continue
            }
            let name = String(String.UnicodeScalarView(scalars[(index + 2)..<end])).trimmed
            if name.isEmpty {
                for scalar in scalars[index..<(end + 2)] { result.append(scalar) }
            } else {
                result.append(expression: name)
            }
            index = end + 2
        }
        return result
    }

    /// Where the `}}` of a template begins; nil where none stands. Braces within one end the search, so that the searches
    /// of a text of nothing but braces go over each of them once.
    static func end(ofExpressionAt start: Int, in scalars: [Unicode.Scalar]) -> Int? {
        guard start + 3 < scalars.count, scalars[start] == "{", scalars[start + 1] == "{" else { return nil }
        var index = start + 2
        while index < scalars.count, index - start <= expressionLimit {
            switch scalars[index] {
            case "}": return index + 1 < scalars.count && scalars[index + 1] == "}" ? index : nil
            case "{", "\n", "\r": return nil
            default: index += 1
            }
        }
        return nil
    }

    var isEmpty: Bool { parts.isEmpty }

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
        guard case .literal(var text)? = parts.last else {
            parts.append(.literal(String(scalar)))
            return
        }
        // Taken out first: a text that two hold is copied as a whole for each scalar.
        parts.removeLast()
        text.unicodeScalars.append(scalar)
        parts.append(.literal(text))
    }

    mutating func append(expression: String) { parts.append(.expression(expression)) }
}

// MARK: Parts of lines

extension BracedText {
    /// What stands before and behind the first of a character outside of templates; nil where there is none.
    func split(at separator: Character) -> (head: BracedText, tail: BracedText)? {
        for (index, part) in parts.enumerated() {
            guard case .literal(let text) = part, let place = text.firstIndex(of: separator) else { continue }
            let head = BracedText(String(text[..<place])).parts
            let tail = BracedText(String(text[text.index(after: place)...])).parts
            return (BracedText(parts[..<index] + head), BracedText(tail + parts[(index + 1)...]))
        }
        return nil
    }

    /// Without the blanks at its begin and end.
    var trimmed: BracedText {
        var result = parts
        if case .literal(let text)? = result.first {
            result[0] = .literal(String(text.drop { $0.isWhitespace }))
        }
        if case .literal(var text)? = result.last {
            while text.last?.isWhitespace == true { text.removeLast() }
            result[result.count - 1] = .literal(text)
        }
        return BracedText(result.filter { $0 != .literal("") })
    }

    /// Without the blanks at its end.
    mutating func trimEnd() {
        guard case .literal(let text)? = parts.last else { return }
        var scalars = text.unicodeScalars
        while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
        parts.removeLast()
        if !scalars.isEmpty { parts.append(.literal(String(scalars))) }
    }

    /// Without the double quotes around it.
    var unquoted: BracedText {
        guard case .literal(let first)? = parts.first, first.hasPrefix("\""), case .literal(let last)? = parts.last,
            last.hasSuffix("\""), parts.count > 1 || first.count > 1
        else { return self }
        var result = parts
        result[0] = .literal(String(first.dropFirst()))
        if case .literal(let last) = result[result.count - 1] {
            result[result.count - 1] = .literal(String(last.dropLast()))
        }
        return BracedText(result.filter { $0 != .literal("") })
    }
}
