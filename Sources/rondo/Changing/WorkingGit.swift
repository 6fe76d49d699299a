import Foundation

/// The user's own git on the user's own working tree.
struct WorkingGit {
    private static let maxBytes = 64 << 20

    let folder: URL
    private var index: String?

    init(folder: URL) { self.folder = folder }

    /// A commit of these files on top of HEAD under a new branch's name; the working tree and what is checked out stay as
    /// they are.
    ///
    /// - Parameter files: from `folder`; each must be as HEAD has it.
    /// - Returns: the commit's id.
    func branch(
        _ name: String, files: [String: (old: Data?, new: Data)], message: String
    ) throws -> String {
        let reference = "refs/heads/\(name)"
        try run(["check-ref-format", "--branch", name])
        guard (try? run(["rev-parse", "--verify", "-q", reference])) == nil else {
            throw WorkingTreeError.branchExists(name)
        }
        let prefix = try line(["rev-parse", "--show-prefix"])
        let temporary = FileManager.default.temporaryDirectory.appending(path: "rondo-index-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: temporary) }
        var git = self
        git.index = temporary.path(percentEncoded: false)
        try git.run(["read-tree", "HEAD"])
        for (file, contents) in files.sorted(by: { $0.key < $1.key }) {
            let path = prefix + file
            let committed = try? run(["cat-file", "blob", "HEAD:\(path)"])
            guard committed == contents.old else { throw WorkingTreeError.notCommitted(file) }
            let blob = try git.line(["hash-object", "-w", "--stdin"], input: contents.new)
            let known = try git.line(["ls-files", "-s", "--full-name", "--", ":(top,literal)\(path)"])
            let mode = known.hasPrefix("100755") ? "100755" : "100644"
            try git.run(["update-index", "--add", "--cacheinfo", "\(mode),\(blob),\(path)"])
        }
        let tree = try git.line(["write-tree"])
        let commit = try git.line(identity + ["commit-tree", tree, "-p", "HEAD", "-m", message])
        // Refuses a branch that came between.
        try run(["update-ref", reference, commit, ""])
        return commit
    }

    /// Full id of the commit that a revision names.
    func commit(_ revision: String) throws -> String {
        // What begins with a dash would be an option.
        guard !revision.hasPrefix("-") else { throw WorkingTreeError.git("`\(revision)` names no commit") }
        return try line(["rev-parse", "--verify", "-q", "\(revision)^{commit}"])
    }

    /// The root of the repository, and where the folder stands below it: `deploy/`.
    func place() throws -> (root: String, prefix: String) {
        (try line(["rev-parse", "--show-toplevel"]), try line(["rev-parse", "--show-prefix"]))
    }

    /// Who commits, where git has not been told.
    private var identity: [String] {
        guard (try? run(["config", "user.email"])) == nil else { return [] }
        let name = NSUserName()
        return ["-c", "user.name=\(name)", "-c", "user.email=\(name)@localhost"]
    }

    private func line(_ arguments: [String], input: Data? = nil) throws -> String {
        let output = String(decoding: try run(arguments, input: input), as: UTF8.self)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    @discardableResult
    private func run(_ arguments: [String], input: Data? = nil) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path(percentEncoded: false)] + arguments
        // A hook's variables would point it at another repository.
        var environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"].contains(name)
        }
        if let index { environment["GIT_INDEX_FILE"] = index }
        environment["LC_ALL"] = "C"
        process.environment = environment
        let (output, errors) = (try TemporaryOutput(), try TemporaryOutput())
        process.standardOutput = output.handle
        process.standardError = errors.handle
        process.standardInput = try input.map { try TemporaryOutput(holding: $0).handle } ?? FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw WorkingTreeError.noGit
        }
        process.waitUntilExit()
        // `env` ends so when there is no such program.
        guard process.terminationStatus != 127 else { throw WorkingTreeError.noGit }
        guard process.terminationStatus == 0 else {
            let said = String(decoding: try errors.read(upTo: 4_096), as: UTF8.self)
            let first = said.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it gave no reason"
            throw WorkingTreeError.git(
                String(first.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }))
        }
        return try output.read(upTo: Self.maxBytes)
    }
}

/// A file without a name that a process writes to, or reads from: unlike a pipe it never fills up.
private struct TemporaryOutput {
    let handle: FileHandle

    init(holding data: Data = Data()) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "rondo-git-\(UUID().uuidString)")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        handle = try FileHandle(forUpdating: file)
    }

    func read(upTo limit: Int) throws -> Data {
        try handle.seek(toOffset: 0)
        return try handle.read(upToCount: limit) ?? Data()
    }
}
