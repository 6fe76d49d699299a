import Foundation
import Glibc
import SystemPackage

/// The processes of this machine as `/proc` shows them; one that ends meanwhile is passed over.
struct ProcessTable: Sendable {
    private static let root: FilePath = "/proc"
    /// A worker's own environment is a few hundred bytes.
    private static let maxEnvironmentBytes = 128 << 10

    /// nil when there is no such process.
    func stat(of pid: Int32) -> ProcessStat? {
        BoundedFile.text(Self.root.appending("\(pid)").appending("stat"), limit: 4 << 10).flatMap(ProcessStat.init)
    }

    /// Every process, in no order; a table that can't be read is an error, never an empty one.
    func all() throws(LocalProviderError) -> [ProcessStat] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: Self.root.string) else {
            throw .noProcessTable
        }
        return names.compactMap { Int32($0) }.compactMap(stat)
    }

    /// The variables that a process of this user was started with; nil when they can't be read.
    func environment(of pid: Int32) -> [String: String]? {
        let folder = Self.root.appending("\(pid)")
        var status = Glibc.stat()
        guard lstat(folder.string, &status) == 0, status.st_uid == geteuid(),
            let bytes = BoundedFile.read(folder.appending("environ"), limit: Self.maxEnvironmentBytes)
        else { return nil }
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            variables[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
        }
        return variables
    }

    /// The kernel's id of this boot, a UUID; pids and start times are only comparable within one.
    func bootID() throws(LocalProviderError) -> String {
        guard let text = BoundedFile.text("/proc/sys/kernel/random/boot_id", limit: 256) else {
            throw .noBootID
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// When a process started, to the second of the boot time that the kernel gives.
    func startTime(of process: ProcessStat) -> Date {
        let text = BoundedFile.text(Self.root.appending("stat"), limit: 4 << 20) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
        let boot = line.flatMap { Double($0.dropFirst(6)) } ?? 0
        return Date(timeIntervalSince1970: boot + Double(process.startTicks) / Double(sysconf(Int32(_SC_CLK_TCK))))
    }
}
