import Foundation

/// A file held open.
final class OpenFile {
    private let descriptor: Int32

    /// nil for a negative descriptor, and leaves `errno` as it is.
    init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Size in bytes and time of the last change in nanoseconds since 1970; nil when it is no regular file.
    func facts() -> (size: Int, changed: Int64)? {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return (Int(facts.st_size), FileTime.nanoseconds(facts.st_mtim))
    }

    /// The first `count` bytes; nil when there are fewer.
    func read(_ count: Int) -> Data? {
        var data = Data(count: count)
        let isWhole = data.withUnsafeMutableBytes { buffer in
            transfer(count) { pread(descriptor, buffer.baseAddress?.advanced(by: $0), count - $0, off_t($0)) }
        }
        return isWhole ? data : nil
    }

    /// Writes from where it stands; false, with `errno`, when not all could be written.
    func write(_ data: Data) -> Bool {
        data.withUnsafeBytes { buffer in
            transfer(data.count) { Foundation.write(descriptor, buffer.baseAddress?.advanced(by: $0), data.count - $0) }
        }
    }

    /// Sets the time of the last change; a failure costs no more than the order of eviction after a restart.
    func setChanged(_ nanoseconds: Int64) {
        let time = FileTime.timespec(nanoseconds)
        _ = futimens(descriptor, [time, time])
    }

    /// Repeats `step`, given how much is done, until `count` is.
    private func transfer(_ count: Int, _ step: (Int) -> Int) -> Bool {
        var done = 0
        while done < count {
            let moved = step(done)
            if moved < 0, errno == EINTR { continue }
            guard moved > 0 else { return false }
            done += moved
        }
        return true
    }
}

/// Times of files as one number, so that they can be compared and counted on.
enum FileTime {
    /// Times before 1970 and after 2200 become those.
    static func nanoseconds(_ time: timespec) -> Int64 {
        let latest = 7_258_118_400
        return Int64(min(max(time.tv_sec, 0), latest)) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func nanoseconds(_ date: Date) -> Int64 {
        let seconds = min(max(date.timeIntervalSince1970, 0), 7_258_118_400)
        return Int64(seconds * 1_000_000_000)
    }

    static func timespec(_ nanoseconds: Int64) -> timespec {
        Foundation.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
