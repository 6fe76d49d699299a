/// Patterns of ECMA-262 in the notation of ICU, where they differ in what schemas use.
enum SchemaPattern {
    static func matches(_ pattern: String, _ text: String) -> BoundedRegex.Answer {
        BoundedRegex.search(translated(pattern), in: text)
    }

    /// `\d`, `\w` and `\s` of ECMA-262 know ASCII (and blanks) alone, `$` no line break, and `\cX` is any control letter.
    static func translated(_ pattern: String) -> String {
        var result = ""
        var isInClass = false
        var scalars = Array(pattern.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\\":
                guard let next = scalars.popFirst() else {
                    result += "\\"
                    continue
                }
                result += escape(next, isInClass: isInClass)
            case "[":
                // ICU's classes nest, those of ECMA-262 don't.
                result += isInClass ? "\\[" : "["
                isInClass = true
            case "]":
                isInClass = false
                result += "]"
            case "$" where !isInClass: result += "\\z"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func escape(_ letter: Unicode.Scalar, isInClass: Bool) -> String {
        switch letter {
        case "d": isInClass ? "0-9" : "[0-9]"
        case "D": "[^0-9]"
        case "w": isInClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]"
        case "W": "[^A-Za-z0-9_]"
        case "s": isInClass ? spaces : "[\(spaces)]"
        case "S": "[^\(spaces)]"
        default: "\\\(letter)"
        }
    }

    /// White space and line terminators of ECMA-262.
    private static let spaces = #"\t\n\x0B\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF"#
}
