import Foundation
import Subprocess

/// bubblewrap (bwrap(1)): a command sees the machine's files read-only, a `/tmp` and processes of its own, and writes
/// nowhere but to its scratch folder. The network stays, so that it reaches what it tests.
struct Sandbox: Sendable {
    /// The path of `bwrap`.
    let program: String
    /// Folders of which it sees nothing: those of the controller and of the worker.
    let hidden: [String]

    /// nil where there is none, or where the machine does not let it work.
    static func find(path: String, hidden: [URL]) async -> Sandbox? {
        guard let program = try? ProgramSearch.find("bwrap", path: path, workingDirectory: URL(filePath: "/")),
            let nothing = try? ProgramSearch.find("true", path: path, workingDirectory: URL(filePath: "/"))
        else { return nil }
        let sandbox = Sandbox(program: program, hidden: hidden.map { $0.path(percentEncoded: false) })
        let probe = CommandLaunch(
            program: program, arguments: sandbox.options + ["--", nothing], environment: ["PATH": path],
            workingDirectory: "/", stdin: nil)
        let report = try? await CommandSupervisor.run(probe, timeout: .seconds(10))
        guard case .exited(0)? = report?.ending else { return nil }
        return sandbox
    }

    /// The same command in the sandbox.
    func wrap(_ launch: CommandLaunch, scratch: String) -> CommandLaunch {
        let mounts = ["--bind", scratch, scratch, "--chdir", launch.workingDirectory]
        return CommandLaunch(
            program: program,
            arguments: options + mounts + ["--", launch.program] + launch.arguments.dropFirst(),
            environment: launch.environment, workingDirectory: launch.workingDirectory, stdin: launch.stdin)
    }

    /// It stays in the worker's session and in its own process group, by which it is ended: without its first process
    /// the kernel ends all others of its namespace. `--die-with-parent` would end it with the thread that started it.
    private var options: [String] {
        [program, "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev"]
            + ["--proc", "/proc", "--tmpfs", "/tmp"] + hidden.flatMap { ["--tmpfs", $0] }
    }
}
