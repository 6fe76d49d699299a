import Foundation

/// Where output goes.
struct OutputTarget: Sendable {
    /// Writes all of a text, for as long as that takes; calls back whenever a part of it was taken.
    let send: @Sendable (_ text: String, _ progressed: () -> Void) -> Void
    /// The size of the terminal that a block may be drawn on now; nil where none can be.
    let size: @Sendable () -> TerminalSize?

    /// - Parameter draws: Whether it is a terminal to draw on while it is ours: a job in the background only adds lines.
    static func descriptor(_ descriptor: Int32, draws: Bool) -> OutputTarget {
        OutputTarget(
            send: { writeAll(Array($0.utf8), to: descriptor, progressed: $1) },
            size: { draws && isOurs(descriptor) ? TerminalSize.current(of: descriptor) : nil })
    }

    /// Whether we are the job that the terminal shows; true when it is no job's terminal.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        let foreground = tcgetpgrp(descriptor)
        return foreground < 0 || foreground == getpgrp()
    }

    /// What can't be written any more, because the reader is gone, is dropped.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, progressed: () -> Void) {
        var start = 0
        while start < bytes.count {
            let end = min(start + 16_384, bytes.count)
            let count = bytes[start..<end].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                start += count
                progressed()
            } else if errno == EAGAIN {
                // Somebody who shares the terminal does not wait on it; we do.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 1_000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
