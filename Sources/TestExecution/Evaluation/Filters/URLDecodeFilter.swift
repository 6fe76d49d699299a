import Foundation
import Model
import TestLanguage

/// Replaces percent-encoded octets by what they stand for.
enum URLDecodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .urlDecode)
        guard let decoded = text.removingPercentEncoding else {
            throw FilterFailure("the text is not percent-encoded UTF-8")
        }
        return .value(.string(decoded))
    }
}
