import Glibc

/// The process group of a command whose leader nobody has reaped yet: until then its id can't be given to another.
struct ProcessGroup: Sendable {
    let leader: pid_t

    /// Sends a signal to every process of the group.
    func signal(_ number: Int32) { kill(-leader, number) }

    /// Whether the leader has ended; it is left a zombie.
    func leaderHasEnded() -> Bool {
        var info = siginfo_t()
        while waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT) == -1 {
            guard errno == EINTR else { return true }
        }
        // `WNOHANG` succeeds with nothing filled in while it runs.
        return info.si_signo != 0
    }
}
