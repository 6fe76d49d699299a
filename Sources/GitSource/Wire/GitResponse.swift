import Model

/// What the child answers: one `revision`, then any number of `removed`, `files`, `listing` and `notices`, then
/// `finished`; or `failed`.
///
/// A second `revision` starts the answer anew, after the mirror had to be made again.
enum GitResponse: Codable, Hashable {
    case revision(Revision, TreeBasis)
    /// Paths of files that are there no more, and paths that are listed no more.
    case removed(files: [String], listing: [String])
    /// The frame's payload holds the contents of those with `sent`, one after another.
    case files([WireFile])
    /// The frame's payload is a `ListingPart`.
    case listing
    case notices([Diagnostic])
    case finished
    case failed(GitSourceError)
}

/// What the answer's files and listing are to be added to.
enum TreeBasis: Codable, Hashable {
    /// Nothing: they are all there are.
    case nothing
    /// The tree of the known commit, which differs in them.
    case known
    /// The known commit is still the one, so nothing comes.
    case unchanged
}

/// One file of the tree.
struct WireFile: Codable, Hashable {
    let path: String
    let blob: GitObjectID
    let size: Int
    /// False when the blob came with another path before.
    let sent: Bool
}
