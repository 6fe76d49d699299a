/// What a source follows, as far as a delivery can touch it.
package enum FollowedRef: Hashable, Sendable {
    /// Whatever the remote's HEAD names.
    case defaultBranch
    case branch(String)
    case tag(String)
    /// Any tag may be a newer version.
    case versions
    case tagOrBranch(String)
    /// A full name.
    case name(String)
    /// A commit never changes.
    case commit

    /// Whether a change of this ref may bring the source a new commit.
    ///
    /// - Parameter current: what the default branch was called when it was last read; nil when it never was.
    func isTouched(by ref: String, current: String?) -> Bool {
        switch self {
        case .defaultBranch: current.map { ref == "refs/heads/\($0)" } ?? ref.hasPrefix("refs/heads/")
        case .branch(let name): ref == "refs/heads/\(name)"
        case .tag(let name): ref == "refs/tags/\(name)"
        case .versions: ref.hasPrefix("refs/tags/")
        case .tagOrBranch(let name): ref == "refs/tags/\(name)" || ref == "refs/heads/\(name)"
        case .name(let name): ref == name
        case .commit: false
        }
    }
}
