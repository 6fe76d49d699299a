import Model
import TestLanguage

/// `isUuid` and the other questions about what a text looks like.
enum FormCheck {
    static func check(_ subject: Subject, _ form: KnownForm) -> PredicateCheck.Answer {
        guard let text = subject.asText else { return .mismatch(subject, needed: "a string") }
        return PredicateCheck.Answer(form.accepts(text))
    }
}
