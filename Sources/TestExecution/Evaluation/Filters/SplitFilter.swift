import Foundation
import Model
import TestLanguage

/// The texts between the occurrences of a separator.
enum SplitFilter {
    static func apply(_ separator: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .split)
        guard !separator.isEmpty else { throw FilterFailure("an empty text separates nothing") }
        let parts = text.components(separatedBy: separator)
        return .value(.array(parts.map(JSONValue.string)))
    }
}
