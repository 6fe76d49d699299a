import Model

/// The walks of the commits that the parent holds, so that a new commit is walked only where it differs.
///
/// Nothing depends on it: what it does not know is walked again.
final class WalkMemory {
    /// More sources than these that take turns are walked whole each time.
    private static let limit = 16

    private struct Key: Hashable {
        let mirror: String
        let path: [String]
        let listing: Bool
        let limits: ReadLimits

        init(_ request: GitRequest) {
            mirror = request.mirror
            path = request.path
            listing = request.listing
            limits = request.limits
        }
    }

    private var known: [(key: Key, commit: GitObjectID, root: FolderNode)] = []

    /// The walk of this commit for requests like this one.
    func root(of commit: GitObjectID, for request: GitRequest) -> FolderNode? {
        let key = Key(request)
        return known.first { $0.key == key && $0.commit == commit }?.root
    }

    func keep(_ root: FolderNode, of commit: GitObjectID, for request: GitRequest) {
        let key = Key(request)
        known.removeAll { $0.key == key }
        known.append((key, commit, root))
        if known.count > Self.limit { known.removeFirst() }
    }
}
