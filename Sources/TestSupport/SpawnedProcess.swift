package import Foundation
import Glibc
import Synchronization

/// A program as a process of its own, by posix_spawn(3), with no descriptor but its three streams and no blocked signal.
///
/// Not Foundation's `Process`: it keeps those that have ended with their files, and where a process has some 1,300 of
/// them open, starting the next one reads behind a buffer; that crash takes all tests with it.
package final class SpawnedProcess: Sendable {
    package let pid: pid_t
    /// As waitpid(2) tells it, once it has ended.
    private let ending = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - environment: this process's where none is given.
    ///   - folder: its working folder; this process's where none is given.
    ///   - input: nil for nothing to read, as nil of the outputs is for nobody who reads.
    /// - Throws: what the system says when it can't be started.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, workingIn folder: URL? = nil,
        input: FileHandle? = nil, output: FileHandle? = nil, error: FileHandle? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, handle) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, error)] {
            if let handle {
                posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, stream)
            } else {
                posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
            }
        }
        try Self.addActions(&actions, folder)
        // The threads of libdispatch block every signal, and a program that inherits that can't be told to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0)=\($1)" }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var pairs: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in words + pairs { free(text) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, program, &actions, &attributes, &words, &pairs)
        guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
        self.pid = pid
    }

    /// Nobody waits for it any more, and it may go on.
    deinit { _ = hasEnded(waiting: false) }

    package var isRunning: Bool { !hasEnded(waiting: false) }

    /// Waits for its end. What it exited with, or 128 and the number of the signal that ended it, as in a shell.
    @discardableResult
    package func waitUntilExit() -> Int32 {
        _ = hasEnded(waiting: true)
        return exitCode ?? -1
    }

    /// nil while it runs.
    package var exitCode: Int32? {
        guard hasEnded(waiting: false) else { return nil }
        // As WIFEXITED, WEXITSTATUS and WTERMSIG read it, which are macros.
        return ending.withLock { $0 }.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : 128 + ($0 & 0x7F) }
    }

    package func terminate() { signal(SIGTERM) }

    /// Sends nothing to one that has ended, whose number may be another's by now.
    package func signal(_ number: Int32) {
        ending.withLock { ending in
            if ending == nil { kill(pid, number) }
        }
    }

    private func hasEnded(waiting: Bool) -> Bool {
        // Waiting in steps, so that others can ask and signal meanwhile.
        while true {
            let isOver = ending.withLock { ending in
                guard ending == nil else { return true }
                var status: Int32 = 0
                switch waitpid(pid, &status, WNOHANG) {
                case 0: return false
                case -1 where errno == EINTR: return false
                case -1: status = 0xFF00
                default: break
                }
                ending = status
                return true
            }
            if isOver || !waiting { return isOver }
            usleep(2_000)
        }
    }

    /// What glibc has and Swift's module of it does not show.
    private static func addActions(_ actions: inout posix_spawn_file_actions_t, _ folder: URL?) throws {
        typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        typealias ChangeFolder =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
        guard let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
            let changeFolder = dlsym(nil, "posix_spawn_file_actions_addchdir_np")
        else { throw POSIXError(.ENOSYS) }
        // The types are those of spawn.h.
        _ = unsafeBitCast(closeFrom, to: CloseFrom.self)(&actions, STDERR_FILENO + 1)
        if let folder {
            _ = unsafeBitCast(changeFolder, to: ChangeFolder.self)(&actions, folder.path(percentEncoded: false))
        }
    }
}

extension SpawnedProcess {
    /// Runs a program to its end.
    ///
    /// - Returns: what it exited with, and both its outputs.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, workingIn folder: URL? = nil
    ) throws -> (exit: Int32, output: String) {
        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting
        let process = try SpawnedProcess(
            program, arguments, environment: environment, workingIn: folder, output: writing, error: writing)
        try writing.close()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return (process.waitUntilExit(), String(decoding: data, as: UTF8.self))
    }

    /// Does the same away from the cooperative pool, where tests beside this one and servers that are to answer run.
    package static func runAside(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, workingIn folder: URL? = nil
    ) async throws -> (exit: Int32, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try run(program, arguments, environment: environment, workingIn: folder) })
            }
        }
    }
}
