import Glibc

/// A port whose queue of waiting connections is full, so that a further one is neither taken nor refused.
final class FullListener: Sendable {
    let port: UInt16
    private let descriptors: [Int32]

    struct Failure: Error {
        let code: Int32
    }

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) + listen(listener, 0) + getsockname(listener, generic, &length)
            }
        }
        guard status == 0 else { throw Failure(code: errno) }
        port = UInt16(bigEndian: address.sin_port)
        // Each takes a place in the queue; those beyond it stay half open.
        descriptors =
            [listener]
            + (0..<4).map { _ in
                let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                _ = fcntl(client, F_SETFL, O_NONBLOCK)
                withUnsafePointer(to: address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(client, $0, length) }
                }
                return client
            }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
