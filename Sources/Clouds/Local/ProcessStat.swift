/// What `/proc/PID/stat` says of one process (proc_pid_stat(5)).
struct ProcessStat: Hashable, Sendable {
    let pid: Int32
    /// `R S D T t Z X I`; see `isAlive`.
    let state: Character
    let session: Int32
    /// Clock ticks from the boot of the machine to the start of the process.
    let startTicks: UInt64

    /// nil for a line of another shape. The name in parentheses may hold spaces and parentheses itself.
    init?(_ line: String) {
        guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close,
            let pid = Int32(line[..<open].trimmingPrefix(" ").prefix { $0 != " " })
        else { return nil }
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let state = fields[0].first, let session = Int32(fields[3]),
            let startTicks = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        self.state = state
        self.session = session
        self.startTicks = startTicks
    }

    /// A zombie has ended; only its parent has not asked for it yet.
    var isAlive: Bool { state != "Z" && state != "X" && state != "x" }

    /// SIGSTOP or a debugger holds it.
    var isStopped: Bool { state == "T" || state == "t" }

    var isSessionLeader: Bool { pid == session }
}
