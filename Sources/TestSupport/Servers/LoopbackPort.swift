import Foundation
import Glibc

/// Ports of 127.0.0.1.
package enum LoopbackPort {
    struct NeverOpened: Error { let port: Int }

    /// A port that nobody listens on; another process could take it before its use, which a test would show.
    package static func free() -> Int {
        let descriptor = listener(backlog: 0)
        defer { close(descriptor.socket) }
        return descriptor.port
    }

    /// A socket that listens, so that clients connect, while nobody ever answers them.
    package static func listener(backlog: Int32) -> (socket: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                _ = bind(descriptor, raw, length)
                if backlog > 0 { _ = listen(descriptor, backlog) }
                _ = getsockname(descriptor, raw, &length)
            }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Blocking; the limit is a hang guard.
    static func waitUntilOpen(_ port: Int) throws {
        for _ in 0..<3_000 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            defer { close(descriptor) }
            var address = address(port: port)
            let isOpen = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                    connect(descriptor, raw, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isOpen { return }
            usleep(10_000)
        }
        throw NeverOpened(port: port)
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
