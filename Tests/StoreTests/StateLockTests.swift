import Foundation
import Foundation
import Store
import TestSupport
import Testing

struct StateLockTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func aSecondControllerIsToldWhoHoldsTheFolder() throws {
        let lock = try StateLock.acquire(directory: folder.url)
        let path = folder.url.path(percentEncoded: false)
        let error = #expect(throws: StoreError.self) { try StateLock.acquire(directory: folder.url) }
        #expect(error == .folderInUse(folder: path, pid: ProcessInfo.processInfo.processIdentifier))
        #expect(error?.description.contains(path) == true)
        #expect(error?.description.contains("pid \(ProcessInfo.processInfo.processIdentifier)") == true)
        lock.release()
        lock.release()
        _ = try StateLock.acquire(directory: folder.url)
    }

    @Test func droppingTheLockFreesTheFolder() throws {
        _ = try StateLock.acquire(directory: folder.url)
        _ = try StateLock.acquire(directory: folder.url)
    }

    @Test func anotherProcessHoldsItUntilItIsKilled() async throws {
        // `-o` closes the lock in the command, so that only `flock` itself holds it.
        let holder = try ChildProcess(
            "/usr/bin/flock", "-o", folder.path("lock"), "-c", "touch '\(folder.path("held"))'; exec sleep 60")
        let held = await eventually { FileManager.default.fileExists(atPath: folder.path("held")) }
        #expect(held)
        #expect(throws: StoreError.folderInUse(folder: folder.url.path(percentEncoded: false), pid: nil)) {
            try StateLock.acquire(directory: folder.url)
        }
        try await holder.kill()
        let free = await eventually { (try? StateLock.acquire(directory: folder.url)) != nil }
        #expect(free)
    }

    @Test func anotherProcessIsRefusedAndAChildDoesNotInheritIt() async throws {
        let lock = try StateLock.acquire(directory: folder.url)
        let child = try ChildProcess("/bin/sleep", "60")
        // A local VM outlives its controller: if it had the file open, it would keep the lock after a kill.
        #expect(try !child.openFiles().contains { $0.hasSuffix("/lock") })
        #expect(try await tryLock() == 1)
        lock.release()
        #expect(try await tryLock() == 0)
        try await child.kill()
    }

    @Test func theLockFileIsPrivateAndHoldsThePid() throws {
        let directory = folder.url.appending(path: "deep/state", directoryHint: .isDirectory)
        let lock = try StateLock.acquire(directory: directory)
        defer { lock.release() }
        let file = directory.appending(path: "lock")
        #expect(try String(contentsOf: file, encoding: .utf8) == "\(ProcessInfo.processInfo.processIdentifier)\n")
        #expect(try mode(of: file) == 0o600)
        #expect(try mode(of: directory) == 0o700)
    }

    @Test func aFolderThatCannotBeOneIsRefused() throws {
        try folder.write("", to: "file")
        let error = #expect(throws: StoreError.self) {
            try StateLock.acquire(directory: folder.url.appending(path: "file/state"))
        }
        #expect(error?.description.contains("--state") == true)
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "other/lock"), withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try StateLock.acquire(directory: folder.url.appending(path: "other")) }
    }

    /// What `flock -n` says from another process: 0 taken, 1 refused.
    private func tryLock() async throws -> Int32 {
        try await ChildProcess("/usr/bin/flock", "-n", folder.path("lock"), "true").exitCode()
    }
}

/// A process started as a worker is: with what this one leaves open across `exec`.
private struct ChildProcess {
    private let pid: pid_t

    /// Made the leader of a group of its own, so that its children can be ended with it.
    init(_ arguments: String...) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        defer { posix_spawnattr_destroy(&attributes) }
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        let code = posix_spawn(&child, arguments[0], nil, &attributes, &pointers, nil)
        pid = child
        try #require(code == 0)
    }

    /// The paths of what it has open.
    func openFiles() throws -> [String] {
        let folder = "/proc/\(pid)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
    }

    /// Ends the group by SIGKILL.
    func kill() async throws {
        #expect(Foundation.kill(-pid, SIGKILL) == 0)
        _ = try await exitCode()
    }

    func exitCode() async throws -> Int32 {
        var status: Int32 = 0
        let ended = await eventually { waitpid(pid, &status, WNOHANG) == pid }
        try #require(ended)
        return (status >> 8) & 0xFF
    }
}
