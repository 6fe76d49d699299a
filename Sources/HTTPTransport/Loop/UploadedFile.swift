import Foundation

/// A file that a transfer sends, open as long as it does.
final class UploadedFile {
    private let descriptor: Int32
    private let body: HTTPFileBody
    private var sent = 0

    /// nil when it can't be read.
    init?(_ body: HTTPFileBody) {
        let descriptor = open(body.url.path(percentEncoded: false), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.body = body
    }

    deinit { close(descriptor) }

    /// The next bytes, 0 at the end of the part; nil when the file has become shorter or can't be read any more.
    func read(into bytes: UnsafeMutablePointer<CChar>, upTo count: Int) -> Int? {
        let wanted = min(count, body.count - sent)
        guard wanted > 0 else { return 0 }
        let found = pread(descriptor, bytes, wanted, off_t(body.offset + sent))
        guard found > 0 else { return nil }
        sent += found
        return found
    }

    /// Goes back for another try; false for a place that is not in the part.
    func seek(to place: Int) -> Bool {
        guard (0...body.count).contains(place) else { return false }
        sent = place
        return true
    }
}
