import Foundation
import Glibc

/// The process that containers belong to, told in their names, so that those of a killed one can be found.
struct ContainerOwner: Hashable, Sendable {
    /// What all containers of one controller bear as a label.
    let installation: String
    private let machine: String
    private let boot: String
    private let process: Int32
    private let started: String

    /// This process.
    init(installation: String) {
        self.init(
            installation: installation, machine: Self.short("/etc/machine-id"),
            boot: Self.short("/proc/sys/kernel/random/boot_id"), process: getpid(),
            started: Self.start(of: getpid()) ?? "0")
    }

    init(installation: String, machine: String, boot: String, process: Int32, started: String) {
        self.installation = installation
        self.machine = machine
        self.boot = boot
        self.process = process
        self.started = started
    }

    /// Another process of the same machine and boot.
    init(installation: String, like other: ContainerOwner, process: Int32, started: String) {
        self.init(
            installation: installation, machine: other.machine, boot: other.boot, process: process, started: started)
    }

    /// A name that no other container has.
    func newName() -> String {
        "rondo-\(machine)-\(boot)-\(process)-\(started)-\(UUID().uuidString.lowercased().prefix(8))"
    }

    /// Whether a container of this installation belongs to a process of this machine that is gone.
    func outlived(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "rondo", parts[1] == machine, let process = Int32(parts[3]) else {
            return false
        }
        return parts[2] != boot || Self.start(of: process) != parts[4]
    }

    /// The first letters and digits of a file that names a machine or a boot.
    private static func short(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let short = String(text.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(12))
        return short.isEmpty ? "unknown" : short
    }

    /// When a process began, in ticks since the boot (proc(5)); nil when there is none.
    private static func start(of process: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 20, fields[1] != "Z" else { return nil }
        return String(fields[20])
    }
}
