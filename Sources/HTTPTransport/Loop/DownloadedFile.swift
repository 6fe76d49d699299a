import Foundation

/// A file that a transfer writes, open as long as it does.
final class DownloadedFile {
    private let descriptor: Int32
    private let sink: HTTPFileSink
    private var received = 0

    /// nil when it can't be written.
    init?(_ sink: HTTPFileSink) {
        let path = sink.url.path(percentEncoded: false)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.sink = sink
    }

    deinit { close(descriptor) }

    /// Why not, when it can't take them.
    func take(_ bytes: UnsafeRawPointer, _ count: Int) -> HTTPTransportError? {
        guard received + count <= sink.maxBytes else { return .bodyTooLarge(limit: sink.maxBytes) }
        var written = 0
        while written < count {
            let part = write(descriptor, bytes + written, count - written)
            guard part > 0 else {
                return .invalidRequest(
                    reason: "can't write \(sink.url.path(percentEncoded: false)): \(String(cString: strerror(errno)))")
            }
            written += part
        }
        received += count
        return nil
    }
}
