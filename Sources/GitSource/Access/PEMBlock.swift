import Foundation

/// The first block of a text in PEM or OpenPGP armour (RFC 7468, RFC 9580 6.2).
struct PEMBlock {
    /// What stands behind BEGIN: `OPENSSH PRIVATE KEY`.
    let label: String
    let headers: [String]
    let contents: Data

    /// nil when there is none, or it does not end or is not base64.
    init?(_ text: String) {
        guard let block = Self.all(in: text).first else { return nil }
        self = block
    }

    private init(label: String, headers: [String], contents: Data) {
        self.label = label
        self.headers = headers
        self.contents = contents
    }

    /// Every whole block of the text, in its order.
    static func all(in text: String) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var label: String?
        var headers: [String] = []
        var base64 = ""
        for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if let begun = name(in: line, after: "-----BEGIN ") {
                (label, headers, base64) = (begun, [], "")
            } else if let ended = name(in: line, after: "-----END ") {
                if ended == label, let contents = Data(base64Encoded: base64), !contents.isEmpty {
                    blocks.append(PEMBlock(label: ended, headers: headers, contents: contents))
                }
                label = nil
            } else if label != nil {
                // A line with `: ` is a header; one that begins with `=` is OpenPGP's checksum.
                if line.contains(": ") { headers.append(line) } else if !line.hasPrefix("=") { base64 += line }
            }
        }
        return blocks
    }

    private static func name(in line: String, after prefix: String) -> String? {
        guard line.hasPrefix(prefix), line.hasSuffix("-----"), line.count > prefix.count + 5 else { return nil }
        return String(line.dropFirst(prefix.count).dropLast(5))
    }
}
