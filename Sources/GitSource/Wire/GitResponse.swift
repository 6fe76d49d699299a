import Model

/// What the child answers: one `revision`, then any number of `files`, `listing` and `notices`, then `finished`; or `failed`.
///
/// A second `revision` starts the answer anew, after the mirror had to be made again.
enum GitResponse: Codable, Hashable {
    case revision(Revision, unchanged: Bool)
    /// The frame's payload holds the contents of those with `sent`, one after another.
    case files([WireFile])
    /// The frame's payload is a `ListingPart`.
    case listing
    case notices([Diagnostic])
    case finished
    case failed(GitSourceError)
}

/// One file of the tree.
struct WireFile: Codable, Hashable {
    let path: String
    let blob: GitObjectID
    let size: Int
    /// False when the parent holds the blob, or got it with another path before.
    let sent: Bool
}
