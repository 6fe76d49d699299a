package import Foundation

/// The `rondo` that was built with the tests, for tests that need the real program.
package enum RondoExecutable {
    /// Beside the running test bundle, unless the environment variable `RONDO_BIN` names another.
    package static var url: URL {
        if let path = ProcessInfo.processInfo.environment["RONDO_BIN"] { return URL(filePath: path) }
        let running = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return running.deletingLastPathComponent().appending(path: "rondo")
    }
}
