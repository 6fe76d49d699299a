package import Foundation
import Synchronization

/// The right to be the one controller of a state folder, held until `release` or until the process ends.
///
/// An advisory `flock` on the file `lock`: the kernel drops it with the process, so a kill leaves nothing behind.
/// The file is never removed, since a second process could then lock a file that nobody sees.
package final class StateLock: Sendable {
    private static let fileName = "lock"
    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    /// Takes the lock and writes this process's id into it; refused while another holder lives.
    package static func acquire(directory: URL) throws(StoreError) -> StateLock {
        try StateFolder.create(directory)
        let folder = directory.path(percentEncoded: false)
        let path = directory.appending(path: fileName).path(percentEncoded: false)
        // Close-on-exec: a local VM that outlives the controller must not keep its lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .folderUnusable(folder: folder, reason: FileFault.describe(errno: errno))
        }
        guard lock(descriptor) else {
            let code = errno
            let pid = holder(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .folderUnusable(folder: folder, reason: FileFault.describe(errno: code))
            }
            throw .folderInUse(folder: folder, pid: pid)
        }
        let lock = StateLock(descriptor: descriptor)
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw .folderUnusable(folder: folder, reason: FileFault.describe(errno: errno))
        }
        return lock
    }

    /// Gives the folder free; a second call does nothing.
    package func release() {
        descriptor.withLock { held in
            guard let open = held else { return }
            // A process that is being spawned right now shares the open file; unlocking takes effect for it too.
            flock(open, LOCK_UN)
            close(open)
            held = nil
        }
    }

    /// The process that holds the lock of a folder; nil when nobody does, or it has not said so yet.
    package static func holder(directory: URL) -> Int32? {
        let path = directory.appending(path: fileName).path(percentEncoded: false)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        // Closing gives back the shared lock of somebody who only looks.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? nil : holder(descriptor)
    }

    /// Tries a few times: somebody who only looks holds a shared lock for some microseconds.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<5 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { return false }
            usleep(2_000)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// The pid that the holder wrote; nil when it has not written one yet.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .newlines))
    }
}
