import HTTPTransport
import Model
import TestLanguage

/// Percent-encodes all but unreserved characters (RFC 3986 §2.3) and `/`.
enum URLEncodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .urlEncode)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
            PercentEncoding.encode(String($0))
        }
        return .value(.string(parts.joined(separator: "/")))
    }
}
