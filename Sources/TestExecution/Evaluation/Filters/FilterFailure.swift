import TestLanguage

/// A filter could not be applied: why, for people.
struct FilterFailure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// The value is of a type that the filter does not take; names both.
    static func mismatch(_ filter: FilterWord, _ subject: Subject, needs: String) -> FilterFailure {
        FilterFailure("`\(filter.rawValue)` needs \(needs), and was given \(subject.typeName)")
    }
}
