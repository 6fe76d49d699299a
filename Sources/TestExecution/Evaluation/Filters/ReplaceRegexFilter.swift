import Model
import TestLanguage

/// Replaces every match of a pattern.
enum ReplaceRegexFilter {
    static func apply(_ pattern: String, with new: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .replaceRegex)
        do {
            return .value(.string(try BoundedRegex.replace(pattern, in: text, with: new)))
        } catch {
            throw FilterFailure(error.message)
        }
    }
}
