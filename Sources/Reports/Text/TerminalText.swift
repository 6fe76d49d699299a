/// Makes text from outside fit to be shown: nothing in it can move the cursor, colour the screen or hide what follows.
package enum TerminalText {
    /// The text on one line, with controls and invisible direction marks written out: `\n`, `\t`, `\u{1b}`.
    package static func safe(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return String(text) }
        var result = ""
        for scalar in text.unicodeScalars { result += safe(scalar) }
        return result
    }

    /// The lines of a text, each safe; a carriage return before the end of a line is dropped.
    package static func lines(_ text: some StringProtocol) -> [String] {
        // Scalars, because a carriage return and the line feed after it are one Character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            safe(line.last == "\r" ? line.dropLast() : line)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The safe text, at most `limit` cells wide, with `…` where it was cut.
    package static func safe(_ text: some StringProtocol, limit: Int) -> String {
        // Nothing after this many characters can be in reach of the limit.
        let whole = safe(text.prefix(max(limit, 0) + 1))
        guard width(whole) > limit || text.index(text.startIndex, offsetBy: limit + 1, limitedBy: text.endIndex) != nil
        else { return whole }
        var result = ""
        var used = 0
        for character in whole {
            used += width(of: character)
            if used > limit - 1 { break }
            result.append(character)
        }
        return result + "…"
    }

    static func safe(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        scalars.map { safe($0) }.joined()
    }

    static func safe(_ scalar: Unicode.Scalar) -> String {
        guard isUnsafe(scalar) else { return String(scalar) }
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: return "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Controls of both sets, separators of lines, and invisible marks; the joiners that scripts and emoji need pass.
    package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
        case .format: return scalar != "\u{200C}" && scalar != "\u{200D}"
        default: return false
        }
    }
}
