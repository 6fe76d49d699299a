import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A home folder for one request over SSH, with nothing in it but the source's known_hosts.
///
/// libgit2 takes the path from HOME, which this process has none of, and asks a server first for the kind of key that
/// the file has for it; whether the key is believed is decided by `HostKeyCheck`.
struct SSHHome {
    private let folder: String

    /// `mirror` is the path beside which the folder is made.
    init(beside mirror: String) { folder = mirror + ".home" }

    /// Does `body` with the folder as this process's home; only the child's single thread may call it.
    func with<Result>(knownHosts: String, _ body: () throws -> Result) throws -> Result {
        MirrorSweep.remove(folder)
        try FileManager.default.createDirectory(
            atPath: "\(folder)/.ssh", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(knownHosts.utf8).write(to: URL(filePath: "\(folder)/.ssh/known_hosts"))
        setenv("HOME", folder, 1)
        defer {
            unsetenv("HOME")
            MirrorSweep.remove(folder)
        }
        return try body()
    }
}
