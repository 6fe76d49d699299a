import Model
import TestLanguage

/// The value as text.
enum ToStringFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        if let text = subject.asText { return .value(.string(text)) }
        if case .bytes(let bytes) = subject { return try UTF8DecodeFilter.apply(to: .bytes(bytes)) }
        guard let value = subject.asJSON else { throw .mismatch(.toString, subject, needs: "a value") }
        return .value(.string(value.templateText))
    }
}
