package import Foundation

/// A git repository and a state folder of one end-to-end test, and the commands a person would type.
package final class RondoFixture: Sendable {
    package let directory: TemporaryDirectory
    package let repository: GitFixture

    package init() throws {
        directory = try TemporaryDirectory()
        repository = try GitFixture(at: directory.url.appending(path: "repository"))
    }

    package var state: String { directory.path("state") }

    /// Writes these files (nil removes one), commits, and returns the commit's id.
    @discardableResult
    package func commit(_ files: [String: String?], _ message: String = "Change") throws -> String {
        for (path, text) in files {
            if let text { try repository.write(text, to: path) } else { try repository.remove(path) }
        }
        return try repository.commit(message)
    }

    /// Kills whatever is left of the test.
    package func end() {
        for process in processes() { kill(process.pid, SIGKILL) }
    }

    /// Starts a controller on the repository with intervals that make tests quick.
    package func startController(
        source: String? = nil, _ extra: [String] = [], environment: [String: String] = [:]
    ) throws -> RondoProcess {
        try RondoProcess(
            ["run", "--source", source ?? repository.path] + Self.quick + ["--state", state] + extra,
            environment: environment, outputIn: directory.url)
    }

    /// Runs a command on the state folder to its end.
    package func rondo(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil
    ) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(
            arguments + ["--state", state], environment: environment, input: input, outputIn: directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    private static let quick = [
        "--interval", "200ms", "--listen", "127.0.0.1:0", "--observe-interval", "200ms", "--lease", "60s",
        "--heartbeat", "500ms", "--self-end", "10m",
    ]

    /// The processes of this state folder's installation: pid and command line, workers and git children alike.
    package func processes() -> [(pid: pid_t, command: String)] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { entry in
            guard let pid = pid_t(entry),
                let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"), !data.isEmpty
            else { return nil }
            let command = String(decoding: data, as: UTF8.self).replacing("\0", with: " ")
            return command.contains(directory.url.path(percentEncoded: false)) ? (pid, command) : nil
        }
    }

    /// The pids of living workers.
    ///
    /// What a worker has forked shows its parent's command line until it has become another program, and is no worker.
    package func workers() -> [pid_t] {
        let found = processes().filter { $0.command.contains(" worker ") }
        let commands = Dictionary(found.map { ($0.pid, $0.command) }) { $1 }
        return found.filter { one in
            guard let parent = Self.parent(of: one.pid) else { return false }
            return commands[parent] != one.command
        }.map(\.pid).sorted()
    }

    /// nil when there is no such process any more.
    private static func parent(of pid: pid_t) -> pid_t? {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
        // `pid (name) state parent …`, where the name may hold anything.
        let words = String(decoding: stat, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        return words.count > 1 ? pid_t(words[1]) : nil
    }
}
