#if canImport(Glibc)
    import Glibc
#endif

/// How much memory the child may ask for: a hostile pack can claim any size.
enum MemoryBound {
    /// Private writable memory; the repository's own files are mapped and do not count.
    static let bytes = 512 << 20
    /// The largest object that libgit2 may put together from deltas.
    static let objectBytes = 192 << 20
    /// Objects in one pack.
    static let packObjects = 4_000_000
    /// Parsed objects that libgit2 keeps.
    static let cachedBytes = 64 << 20
    /// The largest tree, commit or tag that is looked at.
    static let structureBytes = 32 << 20

    static func apply() {
        var data = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &data)
        // A core file would hold the source's credentials.
        var core = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
    }
}
