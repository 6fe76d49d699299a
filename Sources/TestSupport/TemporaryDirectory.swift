package import Foundation

/// A folder of its own for one test, removed with all it holds when the value is dropped.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    package init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        url = base.appending(path: "rondo-test-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file or folder below it.
    package func path(_ relative: String) -> String {
        url.appending(path: relative).path(percentEncoded: false)
    }

    /// Writes a text file below it, making folders as needed.
    package func write(_ text: String, to relative: String) throws {
        let target = url.appending(path: relative)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }
}
