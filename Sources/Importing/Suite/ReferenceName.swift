import Foundation

/// Names that references can hold.
enum ReferenceName {
    /// Letters, digits, `_` and `-` of a text.
    static func name(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.isWordScalar || scalar == "_" || scalar == "-" ? Character(scalar) : "-"
        }
        let name = String(scalars).trimmingCharacters(in: CharacterSet(charactersIn: "-"))
        return name.isEmpty ? "value" : String(name.prefix(100))
    }
}
