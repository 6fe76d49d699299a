import Foundation
import Model
import TestLanguage

/// A text or a number without a fraction to an integer.
enum ToIntFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        if case .value(let value) = subject, let number = value.double {
            if case .integer = value { return subject }
            guard let integer = Int64(exactly: number) else { throw FilterFailure("the number is no integer") }
            return .value(.integer(integer))
        }
        guard let text = subject.asText else { throw .mismatch(.toInt, subject, needs: "a string or a number") }
        guard let integer = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw FilterFailure("the text is no integer")
        }
        return .value(.integer(integer))
    }
}
