import Model
import TestLanguage

/// The first group of the first match of a pattern.
enum RegexFilter {
    static func apply(_ pattern: String, to subject: Subject) -> Subject {
        guard let text = subject.asText else {
            return .invalid(FilterFailure.mismatch(.regex, subject, needs: "a string").reason)
        }
        do {
            guard let groups = try BoundedRegex.groups(of: pattern, in: text) else {
                return .missing("the pattern matches nowhere")
            }
            guard groups.count > 1 else { return .invalid("the pattern has no group: put `(…)` around what is wanted") }
            return groups[1].map { .value(.string($0)) } ?? .missing("the group is not part of the match")
        } catch {
            return .invalid(error.message)
        }
    }
}
