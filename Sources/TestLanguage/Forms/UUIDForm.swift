/// UUIDs (RFC 9562 §4): groups of 8, 4, 4, 4 and 12 hexadecimal digits.
enum UUIDForm {
    static func accepts(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
