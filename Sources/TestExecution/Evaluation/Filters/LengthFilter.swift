import Model
import TestLanguage

/// The number of characters of a text, else of items, members or bytes.
enum LengthFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        if case .fields(let fields) = subject, fields.count == 1 { return .value(.integer(Int64(fields[0].count))) }
        if let items = subject.asList { return .value(.integer(Int64(items.count))) }
        if let text = subject.asText { return .value(.integer(Int64(text.count))) }
        if case .value(.object(let members)) = subject { return .value(.integer(Int64(members.count))) }
        if case .bytes(let bytes) = subject { return .value(.integer(Int64(bytes.count))) }
        throw .mismatch(.length, subject, needs: "a string, an array, an object or bytes")
    }
}
