import Model
import TestLanguage

/// Bytes to text in a character set.
enum CharsetDecodeFilter {
    static func apply(_ name: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let bytes = try subject.bytes(for: .charsetDecode)
        guard let text = CharacterSetName.decode(bytes, as: name) else {
            throw FilterFailure("the bytes are no text in `\(name)`")
        }
        return .value(.string(text))
    }
}
