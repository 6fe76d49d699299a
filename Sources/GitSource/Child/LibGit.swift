import CGit2

/// Which part of the work a call into libgit2 belonged to; decides what its failure means.
enum GitPhase {
    /// Opening or making the mirror.
    case mirror
    /// Talking to the remote.
    case remote
    /// Reading objects that the mirror should hold.
    case read
}

/// A call into libgit2 that failed.
struct LibGitError: Error {
    let phase: GitPhase
    let code: git_error_code
    let klass: git_error_t
    let message: String
}

/// The library, set up to obey nobody's configuration but ours.
enum LibGit {
    /// Call before anything else; the work is done once.
    static func start() { _ = started }

    private static let started: Bool = {
        git_libgit2_init()
        for level in [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
        ] {
            // An empty path: ~/.gitconfig could rewrite URLs (`insteadOf`) or name proxies and helpers.
            _ = rondo_git_set_search_path(level.rawValue, "")
        }
        // A folder of another user is fine to read: nothing in it is ever run.
        _ = rondo_git_set_owner_validation(0)
        _ = rondo_git_set_pack_max_object_size(MemoryBound.objectBytes)
        _ = rondo_git_set_pack_max_objects(MemoryBound.packObjects)
        _ = rondo_git_set_cache_max_size(MemoryBound.cachedBytes)
        _ = rondo_git_set_user_agent("rondo")
        return true
    }()

    /// Throws what libgit2 says about a negative code; the message is thread-local, so it is read at once.
    static func check(_ code: Int32, _ phase: GitPhase) throws(LibGitError) {
        guard code < 0 else { return }
        let last = git_error_last()
        let message = last?.pointee.message.map { String(cString: $0) } ?? "libgit2 gave no reason (code \(code))"
        throw LibGitError(
            phase: phase, code: git_error_code(rawValue: code),
            klass: git_error_t(rawValue: UInt32(last?.pointee.klass ?? 0)), message: message)
    }
}

/// Owns one object of libgit2 and frees it.
final class GitHandle {
    let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    /// Calls `make`, which fills in the pointer and returns libgit2's code.
    init(
        _ phase: GitPhase, free: @escaping (OpaquePointer?) -> Void, make: (inout OpaquePointer?) -> Int32
    ) throws(LibGitError) {
        var pointer: OpaquePointer?
        try LibGit.check(make(&pointer), phase)
        guard let pointer else {
            throw LibGitError(phase: phase, code: GIT_ERROR, klass: GIT_ERROR_INTERNAL, message: "no object was made")
        }
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}

extension git_oid {
    init(_ id: git_oid) { self = id }

    /// Reads forty digits; nil for anything else.
    init?(hex: String) {
        self.init()
        guard RefName.isCommitID(hex), git_oid_fromstr(&self, hex) == 0 else { return nil }
    }

    /// The twenty bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: id) { Array($0) } }
}
