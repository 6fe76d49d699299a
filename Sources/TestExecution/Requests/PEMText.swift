/// A value that is a text in PEM or else the path of a file with one.
enum PEMText {
    static func isOne(_ value: String) -> Bool { value.contains("-----BEGIN ") }
}
