/// Texts of callers and peers as one line of a message may show them.
enum PrintableText {
    /// Quotes control characters and cuts.
    static func of(_ text: String) -> String {
        text.unicodeScalars.prefix(200).map {
            $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0)
        }
        .joined()
    }
}
