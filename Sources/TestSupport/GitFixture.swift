package import Foundation

/// A git repository made by the git program, for tests that need what nobody here wrote.
package struct GitFixture: Sendable {
    package let directory: URL

    /// Makes an empty repository with branch `main`.
    package init(at directory: URL) throws {
        self.directory = directory
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try git("init", "-q", "-b", "main")
        try git("config", "user.name", "Ana Test")
        try git("config", "user.email", "ana@example.test")
        try git("config", "commit.gpgsign", "false")
    }

    package var path: String { directory.path(percentEncoded: false) }

    package func write(_ text: String, to relative: String) throws {
        let target = directory.appending(path: relative)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }

    package func remove(_ relative: String) throws {
        try FileManager.default.removeItem(at: directory.appending(path: relative))
    }

    /// Commits everything in the folder and returns the commit's id.
    @discardableResult
    package func commit(_ message: String) throws -> String {
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", message)
        return try git("rev-parse", "HEAD")
    }

    /// Runs git there and returns what it printed, without the last newline.
    @discardableResult
    package func git(_ arguments: String...) throws -> String {
        let git = try SpawnedProcess.run("/usr/bin/git", ["-C", path] + arguments)
        let text = git.output.trimmingCharacters(in: .newlines)
        guard git.exit == 0 else { throw GitFixtureError(arguments: arguments, output: text) }
        return text
    }
}

package struct GitFixtureError: Error, CustomStringConvertible {
    package let arguments: [String]
    package let output: String

    package var description: String { "git \(arguments.joined(separator: " ")): \(output)" }
}
