import HTTPTransport
import Model

/// Cookies as a response sets them (RFC 6265 §5.2).
enum ResponseCookies {
    static func subject(of part: CookiePart, in headers: HTTPHeaders) -> Subject {
        // Of equal names the last one counts, as in a browser.
        let lines = headers.all("Set-Cookie").reversed()
        for line in lines {
            let pieces = pieces(of: line)
            guard let first = pieces.first, first.name == part.name else { continue }
            if part.attribute == .value { return .text(first.value ?? "") }
            let wanted = part.attribute.rawValue.lowercased()
            guard let attribute = pieces.dropFirst().last(where: { $0.name.lowercased() == wanted }) else {
                return .missing(nil)
            }
            return .text(attribute.value ?? "")
        }
        return .missing("the response sets no such cookie")
    }

    /// Name and value of the cookie, then its attributes.
    static func pieces(of line: String) -> [(name: String, value: String?)] {
        line.split(separator: ";", omittingEmptySubsequences: false).map { pair($0) }
    }

    private static func pair(_ text: Substring) -> (name: String, value: String?) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        func trimmed(_ part: Substring) -> String {
            var part = part
            while part.first?.isWhitespace == true { part.removeFirst() }
            while part.last?.isWhitespace == true { part.removeLast() }
            if part.count > 1, part.first == "\"", part.last == "\"" { part = part.dropFirst().dropLast() }
            return String(part)
        }
        return (trimmed(parts[0]), parts.count > 1 ? trimmed(parts[1]) : nil)
    }
}
