import Glibc
import Model

/// Reads both outputs of a command as they come.
struct OutputStreams: Sendable {
    struct Stream: Sendable {
        let descriptor: Int32
        var isOpen = true
        var output = BoundedOutput()
        var live: LiveOutput?
    }

    private(set) var stdout: Stream
    private(set) var stderr: Stream
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// - Parameter live: gets what is read as it comes.
    init(stdout: Int32, stderr: Int32, live: LiveLog? = nil) {
        self.stdout = Stream(descriptor: stdout, live: live?.output(of: .stdout))
        self.stderr = Stream(descriptor: stderr, live: live?.output(of: .stderr))
    }

    var areOpen: Bool { stdout.isOpen || stderr.isOpen }

    /// Waits for output, up to so many milliseconds, and takes at most one buffer of each stream.
    mutating func read(waiting milliseconds: Int32) {
        // A negative descriptor is passed over.
        var polled = [stdout, stderr].map {
            pollfd(fd: $0.isOpen ? $0.descriptor : -1, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        if polled[0].revents != 0 { Self.take(from: &stdout, &buffer) }
        if polled[1].revents != 0 { Self.take(from: &stderr, &buffer) }
    }

    /// Reads until both have ended or the time is up.
    mutating func readToEnd(atMost limit: Duration) {
        let deadline = ContinuousClock.now + limit
        while areOpen, ContinuousClock.now < deadline { read(waiting: 10) }
    }

    /// Nothing more is read: hands on what the live log holds back.
    mutating func finishLive() {
        stdout.live?.finish()
        stderr.live?.finish()
    }

    private static func take(from stream: inout Stream, _ buffer: inout [UInt8]) {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(stream.descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            stream.output.append(buffer[..<count])
            stream.live?.append(buffer[..<count])
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            stream.isOpen = false
        }
    }
}
