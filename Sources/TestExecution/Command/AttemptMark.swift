import Foundation
import Glibc

/// A variable in the environment of everything that a command starts, by which what it left behind is found again: a
/// process can leave its parent's group and session, and keeps the environment that it was started with.
package struct AttemptMark: Sendable {
    package static let variable = "RONDO_ATTEMPT"

    /// What the marks of this process begin with, so that those of a dead one can be told.
    package static let life = UUID().uuidString.lowercased()

    let value: String

    init() { value = "\(Self.life).\(UUID().uuidString.lowercased())" }

    /// So much of a process's environment is looked at; Linux allows an argument or variable of 128 KiB.
    private static let environmentLimit = 1 << 20
    /// Something that starts others as quickly as they are killed is given up in the end.
    private static let rounds = 50

    /// Kills every process of this user that has the mark, and those that they start meanwhile.
    func killBearers() {
        let mark = Array("\(Self.variable)=\(value)".utf8)
        for _ in 0..<Self.rounds {
            let bearers = Self.processes.filter { Self.bears(mark, $0) }
            guard !bearers.isEmpty else { return }
            for process in bearers { kill(process, SIGKILL) }
            usleep(1_000)
        }
    }

    private static var processes: [pid_t] {
        let own = getpid()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { $0 != own }
    }

    /// A zombie has no environment any more, and another user's can't be read.
    private static func bears(_ mark: [UInt8], _ process: pid_t) -> Bool {
        let descriptor = open("/proc/\(process)/environ", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let environment = try? file.read(upToCount: environmentLimit) else { return false }
        return environment.split(separator: 0).contains { $0.elementsEqual(mark) }
    }
}
