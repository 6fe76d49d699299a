import Foundation

/// A bare repository of a synthetic one, written by `git fast-import` and served by its path.
final class GitRepository {
    let folder: URL
    private let scratch: URL
    private var files: SyntheticRepository
    private var commits = 0

    init(_ files: SyntheticRepository, in scratch: URL) throws {
        self.files = files
        self.scratch = scratch
        folder = scratch.appending(path: "origin.git")
        try Self.git(["init", "-q", "--bare", "-b", "main", folder.path]).run()
        try commit(Array(files.files.indices))
    }

    /// The git command without the user's settings.
    static func git(_ arguments: [String], input: URL? = nil) -> Command {
        Command(
            "git", arguments, environment: ["GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"], input: input)
    }

    /// Commits a change of one file and returns the file's path.
    func change() throws -> String {
        let index = files.change(commits)
        try commit([index])
        return files.files[index].path
    }

    private func commit(_ indices: [Int]) throws {
        commits += 1
        let message = "r\(commits)"
        var stream = "commit refs/heads/main\ncommitter bench <bench@example.com> \(1_700_000_000 + commits) +0000\n"
        stream += "data \(message.utf8.count)\n\(message)\n"
        if commits > 1 { stream += "from refs/heads/main^0\n" }
        for index in indices {
            let file = files.files[index]
            stream += "M 100644 inline \(file.path)\ndata \(file.text.utf8.count)\n\(file.text)\n"
        }
        let input = scratch.appending(path: "stream")
        try Data(stream.utf8).write(to: input)
        try Self.git(["-C", folder.path, "fast-import", "--quiet"], input: input).run()
    }
}
