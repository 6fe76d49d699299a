extension GitRemote {
    /// What is followed of a repository.
    package enum Ref: Hashable, Sendable, Codable {
        /// The branch that the remote's HEAD names, whatever it is called today.
        case defaultBranch
        /// A branch by its short name.
        case branch(String)
        /// A tag by its short name.
        case tag(String)
        /// The newest tag that is a version within a range: `>=1.2 <2`, `~1.4`, `1.x || 2.x`.
        case semver(String)
        /// A whole commit id.
        case commit(String)
        /// A full name: `refs/heads/main`, `refs/pull/7/head`.
        case name(String)
        /// A tag, or else a branch, as git itself looks for a short name.
        case tagOrBranch(String)
    }
}

extension GitRemote.Ref {
    private static let semverPrefix = "semver:"

    /// Reads what stands behind `--ref`: `refs/…`, `semver:RANGE`, forty hexadecimal digits, else a tag or branch.
    package init(parsing text: String) throws(GitSourceError) {
        if text.hasPrefix(Self.semverPrefix) {
            self = .semver(String(text.dropFirst(Self.semverPrefix.count)))
        } else if text.hasPrefix("refs/") {
            self = .name(text)
        } else if RefName.isCommitID(text) {
            self = .commit(text)
        } else {
            self = .tagOrBranch(text)
        }
        try check()
    }

    /// Throws when no repository could have this.
    package func check() throws(GitSourceError) {
        guard let given else { return }
        let refusal: String? =
            switch self {
            case .defaultBranch: nil
            case .branch(let name), .tag(let name), .tagOrBranch(let name): RefName.refusal(of: name)
            case .name(let name):
                name.hasPrefix("refs/") ? RefName.refusal(of: name) : "a full name begins with `refs/`"
            case .commit(let id): RefName.isCommitID(id) ? nil : "a commit is named by forty hexadecimal digits"
            case .semver(let range): VersionRange.refusal(of: range)
            }
        if let refusal { throw .invalidRef(PrintableText.line(given), reason: refusal) }
    }

    /// What was asked for, in the words of `--ref`; nil for the default branch.
    package var given: String? {
        switch self {
        case .defaultBranch: nil
        case .branch(let name), .tag(let name), .commit(let name), .name(let name), .tagOrBranch(let name): name
        case .semver(let range): Self.semverPrefix + range
        }
    }
}

extension GitRemote.Ref: CustomStringConvertible {
    package var description: String {
        switch self {
        case .defaultBranch: "the default branch"
        case .branch(let name): "branch `\(PrintableText.line(name))`"
        case .tag(let name): "tag `\(PrintableText.line(name))`"
        case .semver(let range): "a tag within `\(PrintableText.line(range))`"
        case .commit(let id): "commit `\(PrintableText.line(id))`"
        case .name(let name): "ref `\(PrintableText.line(name))`"
        case .tagOrBranch(let name): "tag or branch `\(PrintableText.line(name))`"
        }
    }
}
