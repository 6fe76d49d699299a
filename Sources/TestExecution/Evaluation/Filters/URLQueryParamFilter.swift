import Foundation
import Model
import TestLanguage

/// The decoded value of a parameter of a URL.
enum URLQueryParamFilter {
    static func apply(_ name: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .urlQueryParam)
        guard let mark = text.firstIndex(of: "?") else { return .missing("the URL has no query") }
        let query = text[text.index(after: mark)...].prefix { $0 != "#" }
        for item in query.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? String($0)
            }
            if parts[0] == name { return .value(.string(parts.count > 1 ? parts[1] : "")) }
        }
        return .missing("the URL has no such parameter")
    }
}
