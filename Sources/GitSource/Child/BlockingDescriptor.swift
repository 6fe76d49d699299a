import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Whole reads and writes on a descriptor that belongs to somebody else; blocking, for the child's only thread.
struct BlockingDescriptor {
    private let descriptor: CInt

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    /// Exactly `count` bytes; nil when the input ends before them.
    func read(_ count: Int) throws -> Data? {
        var data = Data(count: count)
        var done = 0
        while done < count {
            let result = data.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: done), count - done)
            }
            if result == 0 { return nil }
            if result < 0 {
                if errno == EINTR { continue }
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            done += result
        }
        return data
    }

    func write(_ data: Data) throws {
        var done = 0
        while done < data.count {
            let result = data.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), data.count - done)
            }
            if result < 0 {
                if errno == EINTR { continue }
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            done += result
        }
    }
}
