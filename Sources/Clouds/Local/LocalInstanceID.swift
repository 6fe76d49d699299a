import Model

/// `local-<boot id>-<pid>-<start ticks>`: names one process for ever, since a pid alone is given again.
struct LocalInstanceID: Hashable, Sendable {
    /// The first eight digits of the kernel's boot id.
    let boot: String
    let pid: Int32
    let startTicks: UInt64

    init(bootID: String, process: ProcessStat) {
        boot = String(bootID.prefix(8))
        pid = process.pid
        startTicks = process.startTicks
    }

    /// nil for an id of another shape.
    init?(_ id: InstanceID) {
        let parts = id.rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "local", parts[1].count == 8, let pid = Int32(parts[2]), pid > 1,
            let startTicks = UInt64(parts[3])
        else { return nil }
        boot = String(parts[1])
        self.pid = pid
        self.startTicks = startTicks
    }

    var instanceID: InstanceID { InstanceID(rawValue: "local-\(boot)-\(pid)-\(startTicks)") }
}
