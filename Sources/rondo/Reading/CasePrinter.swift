import Foundation
import Ingestion
import Model
import Reports

#if canImport(Glibc)
    import Glibc
#endif

/// Prints reports while they are read, so that a long one is never held.
final class CasePrinter<Writer: CaseWriter> {
    private var writer: Writer
    private let descriptor: Int32

    /// So much is gathered before it is written.
    private static var blockSize: Int { 32 << 10 }

    init(_ writer: Writer, descriptor: Int32 = STDOUT_FILENO) {
        self.writer = writer
        self.descriptor = descriptor
    }

    /// - Returns: what each report came to; one that can't be read to its end stops none of the others.
    /// - Throws: when the output can't be written.
    func print(_ readers: [ReportReader]) throws -> [CaseSummary] {
        let summaries = try readers.map { reader in
            var summary = CaseSummary(report: reader.input.name, format: reader.format.rawValue)
            do {
                try reader.read { event in
                    summary.add(event)
                    self.writer.add(event, report: reader.input.name)
                    if self.writer.waiting >= Self.blockSize { try self.flush() }
                }
            } catch let error as IngestionError {
                summary.error = CaseReadError(line: error.line, column: error.column, message: error.message)
            }
            return summary
        }
        writer.end(summaries)
        try flush()
        return summaries
    }

    private func flush() throws {
        try writer.drain { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Somebody who shares the terminal does not wait on it; we do.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, 1_000)
                } else if errno != EINTR {
                    throw CasePrinterError(reason: String(cString: strerror(errno)))
                }
            }
        }
    }
}

/// Why cases could not be printed.
struct CasePrinterError: Error, CustomStringConvertible {
    let reason: String

    var description: String { "the output could not be written: \(reason)" }
}
