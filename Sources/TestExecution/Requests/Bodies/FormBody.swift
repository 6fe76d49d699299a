import HTTPTransport

/// `application/x-www-form-urlencoded`, as the URL standard of WHATWG writes it (§5.2).
enum FormBody {
    private static let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._ ".utf8)

    /// In the order of the names.
    static func text(of fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { "\(encode($0.key))=\(encode($0.value))" }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        PercentEncoding.encode(text, keeping: kept).replacing(" ", with: "+")
    }
}
