import Foundation

/// Addresses of RFC 3986 and RFC 3987.
enum URIForm {
    /// Absolute, with a host.
    static func isURL(_ text: String) -> Bool {
        guard isURI(text), let scheme = text.firstRange(of: "://") else { return false }
        let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
        return !authority.drop { $0 != "@" }.dropFirst().isEmpty || !authority.isEmpty && !authority.hasSuffix("@")
    }

    static func isURI(_ text: String) -> Bool { matches(scheme + rest, text) }

    static func isReference(_ text: String) -> Bool { isURI(text) || matches(relative, text) }

    static func isIRI(_ text: String) -> Bool { isURI(encoded(text)) && !text.contains("\\") }

    static func isIRIReference(_ text: String) -> Bool { isReference(encoded(text)) }

    /// RFC 6570.
    static func isTemplate(_ text: String) -> Bool {
        let name = "([A-Za-z0-9_]|%[0-9A-Fa-f]{2})([.]?([A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
        let variable = #"\#(name)(:[1-9][0-9]{0,3}|\*)?"#
        let expression = #"\{[+#./;?&=,!@|]?\#(variable)(,\#(variable))*\}"#
        let literal = #"[^\u0000-\u0020"'%<>\\^`{|}\u007F]|%[0-9A-Fa-f]{2}|'"#
        return matches("(\(literal)|\(expression))*", text)
    }

    private static let character = #"([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"#
    private static let scheme = "[A-Za-z][A-Za-z0-9+.-]*:"
    private static let host =
        #"(\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+[.][A-Za-z0-9._~!$&'()*+,;=:-]+\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"#
    private static let authority = #"(([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?\#(host)(:[0-9]*)?"#
    private static let tail = #"([?](\#(character)|[/?])*)?(#(\#(character)|[/?])*)?"#
    private static let rest =
        #"(//\#(authority)(/\#(character)*)*|/(\#(character)+(/\#(character)*)*)?|\#(character)+(/\#(character)*)*)?\#(tail)"#
    private static let relative =
        #"(//\#(authority)(/\#(character)*)*|/(\#(character)+(/\#(character)*)*)?|([A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+(/\#(character)*)*)?\#(tail)"#

    /// What is beyond ASCII is allowed where a percent-encoded octet is.
    private static func encoded(_ text: String) -> String {
        text.unicodeScalars.map { $0.value >= 0xA0 ? "%C3%A4" : String($0) }.joined()
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        BoundedRegex.search(#"\A(\#(pattern))\z"#, in: text) == .found
    }
}
