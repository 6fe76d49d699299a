import Foundation
import TestSupport

/// A file system of its own that holds little, so that a test can fill it.
struct SmallDisk {
    private let path: String

    struct Failure: Error {
        let output: String
    }

    /// Needs the right to mount, which CI and containers give.
    init(at path: String, megabytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "rondo-test", path])
    }

    /// Leaves no byte.
    func fill() throws {
        try Data().write(to: URL(filePath: filler))
        let file = try FileHandle(forWritingTo: URL(filePath: filler))
        defer { try? file.close() }
        for size in [1 << 20, 4_096] {
            let block = Data(count: size)
            while (try? file.write(contentsOf: block)) != nil {}
        }
    }

    func free() throws { try FileManager.default.removeItem(atPath: filler) }

    /// Lazily, since workers still have their logs there.
    func remove() { try? Self.run("umount", ["-l", path]) }

    private var filler: String { "\(path)/filler" }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let ended = try SpawnedProcess.run("/usr/bin/env", [program] + arguments)
        guard ended.exit == 0 else { throw Failure(output: ended.output) }
    }
}
