import Foundation
import Model
import TestLanguage

/// `startsWith`, `endsWith`, `contains` and `matches`: texts byte by byte.
enum TextCheck {
    static func startsWith(_ subject: Subject, _ part: String) -> PredicateCheck.Answer {
        ask(subject) { PredicateCheck.Answer($0.utf8.starts(with: part.utf8)) }
    }

    static func endsWith(_ subject: Subject, _ part: String) -> PredicateCheck.Answer {
        ask(subject) { PredicateCheck.Answer($0.utf8.reversed().starts(with: part.utf8.reversed())) }
    }

    /// Of a list: an item is this text.
    static func contains(_ subject: Subject, _ part: String) -> PredicateCheck.Answer {
        if case .value(.array(let items)) = subject {
            return PredicateCheck.Answer(items.contains { $0.isEqual(to: .string(part)) })
        }
        return ask(subject, needed: "a string or an array") { text in
            PredicateCheck.Answer(part.isEmpty || Data(text.utf8).range(of: Data(part.utf8)) != nil)
        }
    }

    static func matches(_ subject: Subject, _ pattern: String) -> PredicateCheck.Answer {
        ask(subject) { text in
            switch BoundedRegex.search(pattern, in: text) {
            case .found: .holds
            case .notFound: .fails
            case .undecided(let reason): .undecided(reason)
            }
        }
    }

    private static func ask(
        _ subject: Subject, needed: String = "a string", _ question: (String) -> PredicateCheck.Answer
    ) -> PredicateCheck.Answer {
        if let text = subject.asText { return question(text) }
        if case .duration = subject { return .undecided("a duration is no text") }
        if case .date = subject { return .undecided("a date is no text") }
        return .mismatch(subject, needed: needed)
    }
}
