import Model
import TestLanguage

/// Replaces every occurrence of a text.
enum ReplaceFilter {
    static func apply(_ old: String, with new: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .replace)
        guard !old.isEmpty else { throw FilterFailure("an empty text can't be replaced") }
        return .value(.string(text.replacing(old, with: new)))
    }
}
