/// The names that git allows for refs (git-check-ref-format(1)), and never one that reads as an option.
enum RefName {
    static let longest = 1_024

    /// Why this can't be the short or full name of a ref; nil when it can.
    static func refusal(of name: String) -> String? {
        if name.isEmpty { return "it is empty" }
        if name.utf8.count > longest { return "it is longer than \(longest) bytes" }
        if name.hasPrefix("-") { return "it begins with `-`" }
        if name.hasPrefix("/") || name.hasSuffix("/") || name.contains("//") { return "it has an empty part" }
        if name.hasSuffix(".") { return "it ends with `.`" }
        if name == "@" || name.contains("@{") { return "`@` and `@{` mean something else to git" }
        if name.contains("..") { return "it contains `..`" }
        for scalar in name.unicodeScalars where " ~^:?*[\\".unicodeScalars.contains(scalar) {
            return "it contains `\(scalar)`"
        }
        if !name.unicodeScalars.allSatisfy(PrintableText.isPrintable) { return "it contains an invisible character" }
        for part in name.split(separator: "/") where part.hasPrefix(".") || part.hasSuffix(".lock") {
            return "its part `\(part)` begins with `.` or ends with `.lock`"
        }
        return nil
    }

    /// Whether this is a whole SHA-1 commit id.
    static func isCommitID(_ name: String) -> Bool {
        name.utf8.count == 40 && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The name as people say it: without `refs/heads/`, `refs/tags/` or `refs/`.
    static func short(_ full: String) -> String {
        for prefix in ["refs/heads/", "refs/tags/", "refs/"] where full.hasPrefix(prefix) {
            return PrintableText.line(String(full.dropFirst(prefix.count)))
        }
        return PrintableText.line(full)
    }
}
