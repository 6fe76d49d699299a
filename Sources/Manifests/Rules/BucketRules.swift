/// What a bucket may be called, and the names in it may begin with.
enum BucketRules {
    /// "General purpose bucket naming rules" of the S3 User Guide; nil for a name that keeps them.
    static func flaw(ofS3Bucket name: String) -> String? {
        let bytes = Array(name.utf8)
        func isLetterOrDigit(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard (3...63).contains(bytes.count) else { return "has 3 to 63 characters, not \(name.count)" }
        guard bytes.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return "has small letters, digits, dots and hyphens only"
        }
        guard let first = bytes.first, let last = bytes.last, isLetterOrDigit(first), isLetterOrDigit(last) else {
            return "begins and ends with a letter or digit"
        }
        if name.contains("..") { return "has no two dots in a row" }
        let parts = name.split(separator: ".")
        if parts.count == 4, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) {
            return "does not look like an IP address"
        }
        for prefix in ["xn--", "sthree-", "amzn-s3-demo-"] where name.hasPrefix(prefix) {
            return "does not begin with `\(prefix)`, which AWS keeps for itself"
        }
        for suffix in ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"] where name.hasSuffix(suffix) {
            return "does not end with `\(suffix)`, which AWS keeps for itself"
        }
        return nil
    }

    /// The longest prefix that leaves room for what comes behind it, in bytes.
    static let maxPrefixBytes = 100

    static func flaw(ofPrefix prefix: String) -> String? {
        if prefix.hasPrefix("/") { return "begins without a slash" }
        let parts = prefix.split(separator: "/", omittingEmptySubsequences: false)
        if parts.dropLast().contains("") { return "has no two slashes in a row" }
        if parts.contains(".") || parts.contains("..") { return "has no `.` and no `..` between its slashes" }
        if prefix.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "has no control characters"
        }
        if prefix.utf8.count > maxPrefixBytes { return "has at most \(maxPrefixBytes) bytes" }
        return nil
    }
}
