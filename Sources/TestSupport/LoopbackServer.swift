package import Foundation
import Glibc
import Synchronization

/// An HTTP/1.1 server inside the test process, with a thread for each connection: what it answers is a plain function,
/// which may block, and nothing of it waits for the cooperative pool.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        package let method: String
        /// Path and query, as they were sent.
        package let target: String
        /// By lower-case name.
        package let headers: [String: String]
        package let body: Data
    }

    package struct Response: Sendable {
        package let status: Int
        package let body: Data

        package init(status: Int = 200, body: Data = Data()) {
            self.status = status
            self.body = body
        }
    }

    private struct State {
        var isOpen = true
        var connections: Set<Int32> = []
    }

    package let port: Int
    private let listener: Int32
    private let handler: @Sendable (Request) -> Response
    private let state = Mutex(State())

    package init(handler: @escaping @Sendable (Request) -> Response) throws {
        self.handler = handler
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, raw, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isListening else { throw LoopbackServerError(code: errno) }
        Thread.detachNewThread { self.acceptAll() }
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Breaks every connection off; from then on the port refuses. A second call does nothing.
    package func stop() {
        // Under the lock and once only: the number of a closed socket may be another server's by then.
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptAll() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let isOpen = state.withLock { state in
                if state.isOpen { state.connections.insert(connection) }
                return state.isOpen
            }
            guard isOpen else {
                close(connection)
                break
            }
            Thread.detachNewThread { self.serve(connection) }
        }
        state.withLock { state in
            state.isOpen = false
            close(listener)
        }
    }

    private func serve(_ connection: Int32) {
        var buffer = Data()
        while let request = Self.read(from: connection, &buffer) {
            let response = handler(request)
            let head =
                "HTTP/1.1 \(response.status) .\r\nContent-Type: application/json\r\n"
                + (response.status == 204 ? "\r\n" : "Content-Length: \(response.body.count)\r\n\r\n")
            guard Self.write(Data(head.utf8) + response.body, to: connection) else { break }
        }
        state.withLock { state in
            state.connections.remove(connection)
            close(connection)
        }
    }

    private static func read(from connection: Int32, _ buffer: inout Data) -> Request? {
        let separator = Data("\r\n\r\n".utf8)
        while true {
            if let end = buffer.firstRange(of: separator) {
                let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let parts = lines[0].split(separator: " ").map(String.init)
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let pair = line.split(separator: ":", maxSplits: 1)
                    headers[pair[0].lowercased()] = pair.count == 2 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
                }
                let length = Int(headers["content-length"] ?? "0") ?? 0
                if parts.count == 3, buffer.count >= end.upperBound + length {
                    let body = buffer[end.upperBound..<end.upperBound + length]
                    buffer = Data(buffer[(end.upperBound + length)...])
                    return Request(method: parts[0], target: parts[1], headers: headers, body: Data(body))
                }
            }
            var chunk = [UInt8](repeating: 0, count: 16 << 10)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer.append(contentsOf: chunk[..<count])
        }
    }

    private static func write(_ data: Data, to connection: Int32) -> Bool {
        var sent = 0
        while sent < data.count {
            let count = data.withUnsafeBytes { bytes in
                send(connection, bytes.baseAddress?.advanced(by: sent), data.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

package struct LoopbackServerError: Error, CustomStringConvertible {
    package let code: Int32

    package var description: String { "cannot listen on loopback: errno \(code)" }
}
