import Foundation

/// How much memory this process holds; see proc_pid_status(5) and proc_pid_clear_refs(5).
enum ResidentMemory {
    /// Forgets the peak so far.
    static func startAnew() {
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    }

    /// The most since `startAnew()`, in MiB; nil where /proc can't be read.
    static var peak: Double? {
        guard let status = try? String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(separator: " ").compactMap({ Double($0) }).first
        else { return nil }
        return kilobytes / 1_024
    }
}
