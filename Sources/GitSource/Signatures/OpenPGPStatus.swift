/// What gpgv(1) reports on its status descriptor (GnuPG's doc/DETAILS); its exit code counts expired and revoked keys
/// as good.
struct OpenPGPStatus {
    /// Why the signature does not count; nil when it does.
    let refusal: String?

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).compactMap { line -> [Substring]? in
            line.hasPrefix("[GNUPG:] ") ? line.dropFirst(9).split(separator: " ") : nil
        }
        func line(_ keyword: String) -> [Substring]? { lines.first { $0.first.map { $0 == keyword } ?? false } }
        func count(_ keyword: String) -> Int { lines.count { $0.first.map { $0 == keyword } ?? false } }
        func signer(_ line: [Substring]) -> String {
            PrintableText.line(line.dropFirst(2).joined(separator: " ") + " (\(line.dropFirst().first ?? "?"))")
        }
        if let line = line("REVKEYSIG") {
            refusal = "the key of \(signer(line)) was revoked"
        } else if let line = line("EXPKEYSIG") {
            refusal = "the key of \(signer(line)) has expired"
        } else if let line = line("EXPSIG") {
            refusal = "the signature by \(signer(line)) has expired"
        } else if let line = line("BADSIG") {
            refusal = "the signature by \(signer(line)) is of other contents"
        } else if let line = line("ERRSIG") {
            refusal = Self.error(line)
        } else if count("NEWSIG") == 1, count("GOODSIG") == 1, count("VALIDSIG") == 1 {
            refusal = nil
        } else {
            refusal = count("NEWSIG") > 1 ? "it carries more than one signature" : "gpgv can't read its signature"
        }
    }

    /// `ERRSIG key algorithm digest class time code fingerprint`.
    private static func error(_ line: [Substring]) -> String {
        let key = line.count > 7 ? line[7] : line.dropFirst().first ?? "?"
        switch line.count > 6 ? line[6] : "" {
        case "9": return "it is signed with the key \(PrintableText.line(String(key))), which is not trusted"
        case "5": return "it is signed by SHA-1 or another digest that is too weak"
        case "4": return "it is signed with an algorithm that gpgv does not know"
        default: return "gpgv can't check its signature"
        }
    }
}
