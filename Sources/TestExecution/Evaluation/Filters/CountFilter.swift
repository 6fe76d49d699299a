import Model
import TestLanguage

/// The number of items, members or bytes.
enum CountFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        if let items = subject.asList { return .value(.integer(Int64(items.count))) }
        if case .value(.object(let members)) = subject { return .value(.integer(Int64(members.count))) }
        if case .bytes(let bytes) = subject { return .value(.integer(Int64(bytes.count))) }
        throw .mismatch(.count, subject, needs: "an array, an object or bytes")
    }
}
