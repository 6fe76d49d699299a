import Model
import TestLanguage

/// Writes what means something in HTML as character references.
enum HTMLEscapeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        .value(.string(escaped(try subject.text(for: .htmlEscape))))
    }

    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#x27;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
