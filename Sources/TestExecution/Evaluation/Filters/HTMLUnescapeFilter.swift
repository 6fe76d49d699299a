import CXML
import Model
import TestLanguage

/// Character references to characters: numeric ones, and the names of HTML 4 as libxml2 has them.
enum HTMLUnescapeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        var rest = try subject.text(for: .htmlUnescape)[...]
        var result = ""
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            // No name is longer.
            let end = rest.prefix(34).firstIndex(of: ";")
            if let end, let scalar = scalar(rest[rest.index(after: mark)..<end]) {
                result.unicodeScalars.append(scalar)
                rest = rest[rest.index(after: end)...]
            } else {
                result.append("&")
                rest = rest.dropFirst()
            }
        }
        return .value(.string(result + rest))
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
        let value = name == "apos" ? 0x27 : cxml_html_entity(String(name))
        return value == 0 ? nil : Unicode.Scalar(value)
    }
}
