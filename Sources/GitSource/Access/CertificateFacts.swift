import Foundation

/// What a server's certificate says about itself, read just far enough to tell why it was refused: this libgit2 says
/// only that it was. Never used to trust one.
struct CertificateFacts {
    /// The end of its validity, in UTC.
    let notAfter: Date?
    /// The names of hosts in its subjectAltName.
    let names: [String]

    /// `der` is foreign: every length is checked.
    init(_ der: [UInt8]) {
        notAfter = Self.times(in: der).dropFirst().first.flatMap(Self.date)
        names = Self.names(in: der)
    }

    /// Why it is not believed to be the host's.
    func refusal(of host: String, now: Date) -> String {
        if HostRule.isAddress(host) {
            return "this libgit2 can't check a certificate for an address: name the server by its host name"
        }
        if let notAfter, notAfter < now {
            return "its certificate expired on \(notAfter.formatted(.iso8601.year().month().day()))"
        }
        if !names.isEmpty, !names.contains(where: { Self.covers($0, host.lowercased()) }) {
            let shown = names.prefix(5).map { "`\(PrintableText.line($0))`" }.joined(separator: ", ")
            return "its certificate is for \(shown), not for `\(PrintableText.line(host))`"
        }
        return "its certificate comes from no authority that is trusted here: "
            + "give the source the PEM text of its authority"
    }

    private static func covers(_ name: String, _ host: String) -> Bool {
        let name = name.lowercased()
        guard name.hasPrefix("*.") else { return name == host }
        return host.split(separator: ".", maxSplits: 1).last.map { name.dropFirst(2) == $0 } ?? false
    }

    /// The texts of all UTCTime and GeneralizedTime values; the first two of a certificate are its validity.
    private static func times(in der: [UInt8]) -> [String] {
        var found: [String] = []
        var index = 0
        while index + 2 < der.count, found.count < 2 {
            let length = Int(der[index + 1])
            let isTime = (der[index] == 0x17 && length == 13) || (der[index] == 0x18 && length == 15)
            let text = der[(index + 2)..<min(der.count, index + 2 + length)]
            if isTime, text.count == length, text.last == UInt8(ascii: "Z"),
                text.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
            {
                found.append(String(decoding: text, as: UTF8.self))
                index += 2 + length
            } else {
                index += 1
            }
        }
        return found
    }

    /// Two digits of a year from 50 on are of the last century (RFC 5280).
    private static func date(_ text: String) -> Date? {
        let full = text.count == 15 ? text : (text < "50" ? "20" : "19") + text
        let digits = full.dropLast().map { $0.wholeNumberValue ?? 0 }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
                minute: number(10..<12), second: number(12..<14)))
    }

    /// The dNSName entries behind the identifier of subjectAltName, 2.5.29.17.
    private static func names(in der: [UInt8]) -> [String] {
        guard let start = der.firstRange(of: [0x06, 0x03, 0x55, 0x1D, 0x11]) else { return [] }
        var index = start.upperBound
        if der.dropFirst(index).starts(with: [0x01, 0x01]) { index += 3 }
        // Whether it is critical was skipped; then an OCTET STRING that holds a SEQUENCE; a length of more than one byte begins with how many it has.
        var end = index
        for tag in [UInt8(0x04), 0x30] {
            guard index + 1 < der.count, der[index] == tag else { return [] }
            let first = Int(der[index + 1])
            let extra = first < 0x80 ? 0 : first - 0x80
            guard extra <= 2, index + 2 + extra <= der.count else { return [] }
            let length = extra == 0 ? first : der[(index + 2)..<(index + 2 + extra)].reduce(0) { $0 << 8 | Int($1) }
            index += 2 + extra
            end = min(der.count, index + length)
        }
        var names: [String] = []
        while index + 2 <= end, names.count < 100 {
            let length = Int(der[index + 1])
            guard length < 0x80, index + 2 + length <= end else { break }
            if der[index] == 0x82 {
                names.append(String(decoding: der[(index + 2)..<(index + 2 + length)], as: UTF8.self))
            }
            index += 2 + length
        }
        return names
    }
}
