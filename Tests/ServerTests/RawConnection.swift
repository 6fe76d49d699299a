import Foundation
import Glibc

/// A TCP connection on which a test sends what no HTTP client would, away from the cooperative pool.
enum RawConnection {
    struct Answer: Sendable {
        /// nil when the server closed without an answer.
        let status: Int?
        let text: String
        /// Whether the server closed the connection.
        let wasClosed: Bool
    }

    /// Sends pieces with a pause after each until the server closes or they are used up, then reads to the end.
    ///
    /// - Parameter pieces: nil ends the sending.
    static func exchange(
        port: Int, pause: Duration = .zero, patience: Duration = .seconds(30),
        _ pieces: @escaping @Sendable (Int) -> Data?
    ) async -> Answer {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: run(port, pause: pause, patience: patience, pieces))
            }
        }
    }

    private static func run(
        _ port: Int, pause: Duration, patience: Duration, _ pieces: (Int) -> Data?
    ) -> Answer {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return Answer(status: nil, text: "not connected", wasClosed: false) }
        let end = ContinuousClock.now.advanced(by: patience)
        var received = Data()
        var number = 0
        var isOpen = true
        var isRefused = false
        while isOpen, ContinuousClock.now < end, let piece = pieces(number) {
            number += 1
            if !send(piece, on: connection) {
                isRefused = true
                break
            }
            isOpen = read(from: connection, into: &received, wait: pause)
            if !received.isEmpty, pause > .zero { break }
        }
        while isOpen, ContinuousClock.now < end {
            isOpen = read(from: connection, into: &received, wait: .milliseconds(100))
            // Where sending failed, the end of the connection stands behind the answer.
            if !isRefused, isWhole(received) { break }
        }
        if !isOpen || isWhole(received) == false { _ = read(from: connection, into: &received, wait: .zero) }
        let text = String(decoding: received, as: UTF8.self)
        let status = text.hasPrefix("HTTP/1.1 ") ? Int(text.dropFirst(9).prefix(3)) : nil
        return Answer(status: status, text: text, wasClosed: !isOpen)
    }

    /// Whether an answer with its announced length is there.
    private static func isWhole(_ data: Data) -> Bool {
        let text = String(decoding: data, as: UTF8.self)
        guard let head = text.range(of: "\r\n\r\n") else { return false }
        let lengths = text[..<head.lowerBound].split(separator: "\r\n").compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].trimmingCharacters(in: .whitespaces))
        }
        return lengths.first.map { text[head.upperBound...].utf8.count >= $0 } ?? false
    }

    private static func send(_ data: Data, on connection: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                var state = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
                guard poll(&state, 1, 2_000) > 0 else { return false }
                let count = Glibc.send(
                    connection, bytes.baseAddress.map { $0 + sent }, min(bytes.count - sent, 65_536),
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                if count < 0 {
                    if errno == EAGAIN || errno == EINTR { continue }
                    return false
                }
                sent += count
            }
            return true
        }
    }

    /// false once the server has closed.
    private static func read(from connection: Int32, into data: inout Data, wait: Duration) -> Bool {
        var state = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, Int32(wait / .milliseconds(1))) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        data.append(contentsOf: buffer.prefix(count))
        return count > 0
    }
}
