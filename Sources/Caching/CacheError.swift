package import Model

/// Why a cache can't keep what it should, with what to do about it; never a reason for a run to fail.
package enum CacheError: Error, Hashable, Sendable {
    /// `path` of a policy is no folder name below the folder of caches.
    case pathRefused(String)
    /// Another policy, whose name comes first, keeps its entries in the same folder, in one above or in one below.
    case pathTaken(String, by: ObjectIdentity)
    case folderUnusable(path: String, reason: String)
    case writeFailed(path: String, reason: String)
    /// Files are named after their keys, so a key must be a SHA-256 in lower-case hexadecimal.
    case keyRefused(Digest)
}

extension CacheError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathRefused(let path):
            "`path: \(path)` is not a folder name below the state folder's cache/: "
                + "write one such as `results`, without a leading `/` or a part that begins with a dot"
        case .pathTaken(let path, let owner):
            "`path: \(path)` overlaps with the folder of \(owner): give each file cache a folder of its own"
        case .folderUnusable(let path, let reason):
            "the cache folder \(path) can't be used (\(reason)): make it a folder that the controller owns; "
                + "until then nothing is reused from it"
        case .writeFailed(let path, let reason):
            "a result could not be kept in \(path) (\(reason)): check free space and permissions; "
                + "it will be run again instead of reused"
        case .keyRefused(let key):
            "`\(key)` can't name a cache entry: use a SHA-256 in lower-case hexadecimal"
        }
    }
}
