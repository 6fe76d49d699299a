import Foundation
import Glibc

/// A server program on loopback that ends with this value, and with the test process, however that one ends.
///
/// Not a `Process` of Foundation: that notices the end of a process by a socket which a server that is started meanwhile
/// inherits, and so waits for the server's end.
package final class RunningServer: Sendable {
    struct NotStarted: Error { let code: Int32 }

    private let process: pid_t
    /// The writing end of the server's standard input, which says that somebody wants it.
    private let wanted: Int32

    /// Returns when something listens on all of `ports`.
    package init(_ program: String, _ arguments: [String], ports: [Int]) throws {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        // The threads of libdispatch block every signal, and a server that inherits that can't be told to end.
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
        let words = ["bash", "-c", Self.script, "server", Tool.path(of: program)] + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + environment { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/bash", &actions, &attributes, &argv, &environment)
        guard code == 0 else {
            close(ends[1])
            throw NotStarted(code: code)
        }
        process = pid
        wanted = ends[1]
        for port in ports { try LoopbackPort.waitUntilOpen(port) }
    }

    deinit {
        close(wanted)
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Closes whatever it inherited; ends the server when it is told to, or when its input ends.
    private static let script = """
        for fd in /proc/self/fd/*; do
          number=${fd##*/}
          if [ "$number" -gt 2 ]; then eval "exec $number<&-"; fi
        done 2>/dev/null
        exec 3<&0
        "$@" </dev/null 3<&- & server=$!
        cat <&3 >/dev/null & input=$!
        trap 'kill $server $input 2>/dev/null; wait; exit' TERM
        wait $input
        kill $server
        wait
        """
}
