/// Makes text from a repository safe for terminals, logs and pages.
enum PrintableText {
    /// One line: control and invisible characters (escapes, line ends, direction overrides) become U+FFFD, and what is
    /// longer than `limit` characters is cut with an ellipsis.
    static func line(_ text: String, limit: Int = 200) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit * 4) {
            scalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
        }
        let cleaned = String(scalars)
        return cleaned.count > limit || text.unicodeScalars.count > limit * 4
            ? String(cleaned.prefix(limit - 1)) + "…" : cleaned
    }

    /// False for what moves the cursor, hides itself, or reorders its neighbours.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
