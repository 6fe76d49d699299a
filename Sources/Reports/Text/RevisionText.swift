import Model

/// How commits are written for people.
enum RevisionText {
    /// `main@sha1:4f2c91e  "raise checkout timeout"  (ana)`; what is not known is left out.
    static func line(_ revision: Revision) -> String {
        var parts = [TerminalText.safe(revision.short, limit: 200)]
        if !revision.subject.isEmpty { parts.append("\"\(TerminalText.safe(revision.subject, limit: 100))\"") }
        if !revision.author.isEmpty { parts.append("(\(TerminalText.safe(revision.author, limit: 60)))") }
        return parts.joined(separator: "  ")
    }

    /// A revision that is only a text (`main@sha1:…`) with its commit cut to seven digits.
    static func short(_ text: String) -> String {
        let parts = text.split(separator: "@sha1:", maxSplits: 1, omittingEmptySubsequences: false)
        let isCommit = parts.count == 2
        return TerminalText.safe(isCommit ? "\(parts[0])@sha1:\(parts[1].prefix(7))" : text, limit: 200)
    }
}
