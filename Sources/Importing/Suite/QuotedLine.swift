/// Texts as they stand in a line of assertions.
enum QuotedLine {
    /// Between double quotes, with the escapes of JSON.
    static func text(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A pattern between slashes.
    static func pattern(_ pattern: String) -> String { "/\(pattern.replacing("/", with: "\\/"))/" }
}
