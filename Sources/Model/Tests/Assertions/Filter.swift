/// What is done to a value between its query and its predicate.
package enum Filter: Hashable, Sendable, Codable {
    case base64Decode
    case base64Encode
    case base64UrlSafeDecode
    case base64UrlSafeEncode
    /// Bytes to text by the name of a character set.
    case charsetDecode(String)
    case count
    /// A date to text, in the specification of `strftime`.
    case dateFormat(String)
    case daysAfterNow
    case daysBeforeNow
    case first
    /// The lower-case hexadecimal code of the text under a key.
    case hmacSha256(String)
    /// A CSS selector.
    case html(String)
    case htmlEscape
    case htmlUnescape
    case json(JSONPath)
    /// A claim of a JSON Web Token, whose signature is not checked.
    case jwtClaim(String)
    case keys
    case last
    case length
    /// Negative counts from the end.
    case nth(Int)
    /// The first group of the pattern.
    case regex(String)
    case replace(String, with: String)
    case replaceRegex(String, with: String)
    case sort
    case split(String)
    /// Text to a date, in the specification of `strftime`.
    case toDate(String)
    case toFloat
    case toHex
    case toInt
    case toString
    case unique
    case urlDecode
    case urlEncode
    case urlQueryParam(String)
    case utf8Decode
    case utf8Encode
    /// An XPath 1.0 expression.
    case xml(String)
}
