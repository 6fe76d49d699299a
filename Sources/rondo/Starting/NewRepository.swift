import Foundation
import Model

/// Makes a folder a git repository with a first commit, by the user's own git.
struct NewRepository {
    let folder: URL

    enum State {
        case committed
        /// The folder is in a repository already; what to commit there is its owner's to say.
        case present
        /// There is no git to ask.
        case noGit
        case failed(String)

        var isCommitted: Bool {
            switch self {
            case .committed: true
            case .present, .noGit, .failed: false
            }
        }

        var text: String {
            switch self {
            case .committed: "committed as \"\(NewRepository.message)\""
            case .present: "not committed: the folder is in a git repository already"
            case .noGit: "not committed: git is not installed"
            case .failed(let reason): "not committed: \(reason)"
            }
        }
    }

    private static let message = "Start with rondo init"

    /// Commits these files, unless the folder is in a repository.
    func commit(_ paths: [String]) -> State {
        guard let inside = git(["rev-parse", "--is-inside-work-tree"]) else { return .noGit }
        if inside.status == 0 { return .present }
        let steps = [
            ["init", "-q", "-b", "main"], ["add", "--"] + paths, identity + ["commit", "-q", "-m", Self.message],
        ]
        for arguments in steps {
            guard let result = git(arguments) else { return .noGit }
            guard result.status == 0 else { return .failed(PrintedLine.first(of: result.output)) }
        }
        return .committed
    }

    /// Who commits, where git has not been told.
    private var identity: [String] {
        guard let known = git(["config", "user.email"]), known.status != 0 else { return [] }
        let name = NSUserName()
        return ["-c", "user.name=\(name)", "-c", "user.email=\(name)@localhost"]
    }

    /// What git answers; nil when there is none.
    private func git(_ arguments: [String]) -> (status: Int32, output: String)? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path(percentEncoded: false)] + arguments
        // A hook's variables would point it at another repository.
        process.environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"].contains(name)
        }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        guard (try? process.run()) != nil else { return nil }
        let output = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        // `env` ends so when there is no such program.
        guard process.terminationStatus != 127 else { return nil }
        return (process.terminationStatus, String(decoding: output.prefix(4_096), as: UTF8.self))
    }
}

/// One line of another program's output, safe to show.
private enum PrintedLine {
    static func first(of text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "git gave no reason"
        return String(line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
