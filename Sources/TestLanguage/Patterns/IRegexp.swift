/// Patterns of RFC 9485 in the notation of ICU, by its §5.3.
enum IRegexp {
    static func pattern(_ text: String, matchesWhole: Bool) -> String {
        var result = ""
        var isInClass = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else {
                switch scalar {
                case "\\": isEscaped = true
                case "[": isInClass = true
                case "]": isInClass = false
                case "." where !isInClass:
                    result += #"[^\n\r]"#
                    continue
                default: break
                }
            }
            result.unicodeScalars.append(scalar)
        }
        return matchesWhole ? #"\A(?:\#(result))\z"# : result
    }
}
