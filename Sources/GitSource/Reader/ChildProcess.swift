import CGit2
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A running child with a socket to its standard input and output.
///
/// By hand on posix_spawn(3), because swift-subprocess hands its streams out for the length of one closure only, and
/// its pipes raise SIGPIPE in a process that has not given that signal up; a socket with MSG_NOSIGNAL does neither.
final class ChildProcess: Sendable {
    /// Why talking to the child stopped.
    enum Failure: Error {
        /// The socket is closed at the other end.
        case gone
        case timedOut
    }

    private let socket: CInt
    /// The process id until it is reaped: after that the number may be anybody's.
    private let process: Mutex<pid_t?>

    /// Starts the program with nothing open but its three standard descriptors, in a process group of its own: a
    /// ctrl-c in the terminal is the controller's to handle.
    init(executable: String, arguments: [String]) throws(GitSourceError) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .childNotStarted(executable: executable, reason: String(cString: strerror(errno)))
        }
        defer { close(ends[1]) }
        var pid: pid_t = 0
        let code = Self.spawn(&pid, executable: executable, arguments: arguments, end: ends[1])
        guard code == 0 else {
            close(ends[0])
            throw .childNotStarted(executable: executable, reason: String(cString: strerror(code)))
        }
        socket = ends[0]
        process = Mutex(pid)
    }

    deinit {
        kill()
        _ = reap(waiting: true)
        close(socket)
    }

    /// The process id, nil once it has been reaped.
    var processID: pid_t? { process.withLock { $0 } }

    func send(_ data: Data, until deadline: ContinuousClock.Instant) throws(Failure) {
        var done = 0
        while done < data.count {
            try wait(for: POLLOUT, until: deadline)
            let result = data.withUnsafeBytes { buffer in
                Glibc.send(
                    socket, buffer.baseAddress?.advanced(by: done), data.count - done,
                    CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if result >= 0 { done += result } else if errno != EINTR, errno != EAGAIN { throw .gone }
        }
    }

    /// Exactly `count` bytes.
    func receive(_ count: Int, until deadline: ContinuousClock.Instant) throws(Failure) -> Data {
        var data = Data(count: count)
        var done = 0
        while done < count {
            try wait(for: POLLIN, until: deadline)
            let result = data.withUnsafeMutableBytes { buffer in
                recv(socket, buffer.baseAddress?.advanced(by: done), count - done, CInt(MSG_DONTWAIT))
            }
            if result > 0 { done += result } else if result == 0 || (errno != EINTR && errno != EAGAIN) { throw .gone }
        }
        return data
    }

    /// Ends it at once, with whatever it has started; does nothing when it has been reaped.
    func kill() {
        process.withLock { pid in
            if let pid { _ = Glibc.kill(-pid, SIGKILL) }
        }
    }

    /// Closes its input, waits for it to end by itself, ends it after `limit`, and reaps it.
    func end(within limit: Duration) {
        shutdown(socket, CInt(SHUT_WR))
        var poll = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        // The other end of the socket is closed, and hangs up, when the process ends.
        if Glibc.poll(&poll, 1, Self.milliseconds(limit)) <= 0 || poll.revents & Int16(POLLHUP) == 0 { kill() }
        _ = reap(waiting: true)
    }

    /// Collects the ended process and says how it ended; nil when it still runs (never when `waiting`).
    func reap(waiting: Bool) -> String? {
        process.withLock { pid in
            guard let running = pid else { return "it was ended" }
            var status: CInt = 0
            var result = waitpid(running, &status, waiting ? 0 : WNOHANG)
            while result < 0, errno == EINTR { result = waitpid(running, &status, waiting ? 0 : WNOHANG) }
            guard result != 0 else { return nil }
            pid = nil
            let signal = status & 0x7F
            return signal == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(signal)"
        }
    }

    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
        let left = deadline - .now
        guard left > .zero else { throw .timedOut }
        var poll = pollfd(fd: socket, events: Int16(events), revents: 0)
        let result = Glibc.poll(&poll, 1, Self.milliseconds(left))
        if result == 0 { throw .timedOut }
    }

    private static func milliseconds(_ duration: Duration) -> CInt {
        let parts = duration.components
        return CInt(clamping: parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }

    private static func spawn(_ pid: inout pid_t, executable: String, arguments: [String], end: CInt) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO)
        _ = rondo_spawn_close_from(&actions, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = ChildEnvironment.current.map { strdup($0) } + [nil]
        defer { for pointer in argv + environment { free(pointer) } }
        return posix_spawn(&pid, executable, &actions, &attributes, &argv, &environment)
    }
}
