import Foundation

/// Host names and mail addresses.
enum HostForm {
    /// RFC 1123 §2.1.
    static func isHostname(_ text: String) -> Bool {
        guard text.utf8.count <= 253, !text.isEmpty else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else { return false }
            // Two hyphens there are for A-labels alone (RFC 5891 §4.2.3.1).
            let hyphens = label.dropFirst(2).hasPrefix("--")
            guard !hyphens || label.lowercased().hasPrefix("xn--") && label.utf8.count > 4 else { return false }
            return label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        }
    }

    /// With letters beyond ASCII; the tables of RFC 5892 are not looked at.
    static func isInternationalHostname(_ text: String) -> Bool {
        let dotted = String(text.map { "\u{3002}\u{FF0E}\u{FF61}".contains($0) ? "." : $0 })
        let labels = dotted.split(separator: ".", omittingEmptySubsequences: false)
        return !text.isEmpty
            && labels.allSatisfy { label in
                guard !label.isEmpty, label.first != "-", label.last != "-", label.unicodeScalars.count <= 63 else {
                    return false
                }
                guard !label.dropFirst(2).hasPrefix("--") || label.lowercased().hasPrefix("xn--") else { return false }
                guard label.unicodeScalars.first.map({ !$0.properties.generalCategory.isMark }) == true else {
                    return false
                }
                return label.unicodeScalars.allSatisfy { scalar in
                    scalar.value < 0x80
                        ? scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "-"
                        : scalar.properties.isAlphabetic || scalar.properties.generalCategory.isMark
                            || scalar.properties.generalCategory == .decimalNumber
                }
            }
    }

    /// RFC 5321 §4.1.2.
    static func isMailAddress(_ text: String, international: Bool) -> Bool {
        guard let at = text.lastIndex(of: "@") else { return false }
        let local = String(text[..<at])
        let domain = String(text[text.index(after: at)...])
        let beyond = international ? #"\u0080-\U0010FFFF"# : ""
        let atom = #"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\#(beyond)-]+"#
        let quoted = #""([\x20\x21\x23-\x5B\x5D-\x7E\#(beyond)]|\\[\x20-\x7E])*""#
        guard BoundedRegex.search(#"\A(\#(atom)([.]\#(atom))*|\#(quoted))\z"#, in: local) == .found else {
            return false
        }
        if domain.hasPrefix("["), domain.hasSuffix("]") {
            let address = String(domain.dropFirst().dropLast())
            return IPAddressForm.isIPv4(address)
                || address.hasPrefix("IPv6:") && IPAddressForm.isIPv6(String(address.dropFirst(5)))
        }
        return international ? isInternationalHostname(domain) : isHostname(domain)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool {
        switch self {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
