// Whole-module builds take the types of <spawn.h> from here.
import CGit2
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Runs one of the programs that check signatures, with nothing of anybody's environment.
///
/// Blocking, in the child only: it belongs to the child's process group, which is ended at the deadline.
struct VerifierProcess {
    struct Ending {
        /// The exit code; 255 and more for a signal.
        let status: Int32
        /// Both of its outputs, at most 64 KiB.
        let output: String
    }

    private static let longestOutput = 64 << 10
    /// Its working directory, home, and the place of its output.
    let folder: String

    /// `input` is the path of what it reads from its standard input.
    func run(_ program: String, _ arguments: [String], input: String = "/dev/null") throws -> Ending {
        guard let executable = Self.find(program) else {
            throw GitSourceError.signersUnusable(
                reason:
                    "`\(program)` is not installed: `apt-get install \(program == "gpgv" ? "gpgv" : "openssh-client")`")
        }
        let output = "\(folder)/output"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            ["PATH=\(path)", "HOME=\(folder)", "LC_ALL=C", "TZ=UTC"].map { (text: String) in strdup(text) } + [nil]
        defer { for pointer in argv + environment { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, nil, &argv, &environment)
        guard code == 0 else {
            throw GitSourceError.signersUnusable(
                reason: "`\(program)` can't be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let handle = try FileHandle(forReadingFrom: URL(filePath: output))
        let text = try handle.read(upToCount: Self.longestOutput) ?? Data()
        return Ending(
            status: status & 0x7F == 0 ? status >> 8 & 0xFF : 255 + status & 0x7F,
            output: String(decoding: text, as: UTF8.self))
    }

    /// The first file of that name in PATH that may be executed.
    private static func find(_ program: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(program)" }.first {
            $0.hasPrefix("/") && access($0, X_OK) == 0
        }
    }
}
