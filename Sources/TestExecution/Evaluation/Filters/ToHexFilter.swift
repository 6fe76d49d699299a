import Model
import TestLanguage

/// Bytes to hexadecimal digits.
enum ToHexFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        .value(.string(Hexadecimal.text(try subject.bytes(for: .toHex))))
    }
}
