/// Which names of a tree's entries are taken; a repository is foreign input, and git itself refuses most of these.
enum PathRule {
    /// What file systems and git's own limits agree on, in bytes of UTF-8.
    static let longestName = 255
    static let longestPath = 4_096

    /// Why an entry of this name is passed over; nil when the name is fine.
    static func refusal(ofName name: String) -> String? {
        if name.isEmpty || name == "." || name == ".." { return "is not the name of a file" }
        if name.utf8.count > longestName { return "has a name of more than \(longestName) bytes" }
        if name.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" }) { return "has a slash in its name" }
        if looksLikeGitFolder(name) { return "looks like a `.git` folder" }
        if !name.unicodeScalars.allSatisfy(PrintableText.isPrintable) {
            return "has an invisible character in its name"
        }
        return nil
    }

    /// Whether a file of this name may hold manifests.
    static func mayHoldManifests(_ name: String) -> Bool {
        let lower = name.lowercased()
        return lower.hasSuffix(".yaml") || lower.hasSuffix(".yml")
    }

    /// What each folder may say of which files are manifests; it decides what exists, so it is never passed over.
    static let ignoreFile = ".rondoignore"

    /// The configuration of a repository, at the root of the path alone.
    static let repositoryFile = "rondo.yaml"

    /// Names that some file system takes for `.git`: other cases, 8.3 short names, trailing dots and spaces or a
    /// stream (NTFS), ignorable code points (HFS+). Git refuses the same (CVE-2014-9390, CVE-2019-1353).
    static func looksLikeGitFolder(_ name: String) -> Bool {
        if let first = name.utf8.first, first < 0x80, !".gG".utf8.contains(first) { return false }
        let visible = name.unicodeScalars.filter { $0.properties.generalCategory != .format }
        let lower = String(String.UnicodeScalarView(visible)).lowercased()
        guard let prefix = [".git", "git~1"].first(where: lower.hasPrefix) else { return false }
        let tail = lower.dropFirst(prefix.count).drop { $0 == "." || $0 == " " }
        return tail.isEmpty || tail.hasPrefix(":")
    }
}
