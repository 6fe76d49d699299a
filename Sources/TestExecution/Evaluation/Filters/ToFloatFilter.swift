import Model
import TestLanguage

/// A text or a number to a number.
enum ToFloatFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        if case .value(let value) = subject, let number = value.double { return .value(.number(number)) }
        guard let text = subject.asText else { throw .mismatch(.toFloat, subject, needs: "a string or a number") }
        guard let number = text.asDouble else { throw FilterFailure("the text is no number") }
        return .value(.number(number))
    }
}
