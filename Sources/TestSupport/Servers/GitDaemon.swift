package import Foundation

/// `git daemon` over the repositories below a folder.
package final class GitDaemon: Sendable {
    /// `git://127.0.0.1:PORT`.
    package let base: String
    private let server: RunningServer

    package init(root: URL) throws {
        let port = LoopbackPort.free()
        base = "git://127.0.0.1:\(port)"
        // The programs behind `git daemon` check whose the repositories are.
        server = try RunningServer(
            "git",
            [
                "daemon", "--reuseaddr", "--listen=127.0.0.1", "--port=\(port)",
                "--base-path=\(root.path(percentEncoded: false))", "--export-all",
            ], ports: [port])
    }
}
