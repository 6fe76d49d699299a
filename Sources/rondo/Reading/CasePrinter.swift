import API
import Foundation
import Ingestion
import Model
import Reports

#if canImport(Glibc)
    import Glibc
#endif

/// Prints cases while they are read, so that a long report is never held.
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
            let origin = CaseOrigin(report: reader.input.name)
            do {
                try reader.read { event in
                    summary.add(event)
                    try self.add(event, from: origin)
                }
            } catch let error as IngestionError {
                summary.error = CaseReadError(line: error.line, column: error.column, message: error.message)
            }
            return summary
        }
        try end(summaries)
        return summaries
    }

    /// Prints what the tests of a run reported, page after page.
    func print(_ cases: RunCases) async throws -> [CaseSummary] {
        var summaries: [CaseSummary] = []
        for test in cases.tests {
            var summary = CaseSummary(test: test.name, attempt: test.attempt)
            try await cases.forEachPage(of: test) { page in
                for stored in page {
                    summary.add(stored.entry.event)
                    try self.add(stored.entry.event, from: CaseOrigin(stored))
                }
            }
            summary.compare(with: test.cases)
            summaries.append(summary)
        }
        try end(summaries)
        return summaries
    }

    private func add(_ event: ReportEvent, from origin: CaseOrigin) throws {
        writer.add(event, from: origin)
        if writer.waiting >= Self.blockSize { try flush() }
    }

    private func end(_ summaries: [CaseSummary]) throws {
        writer.end(summaries)
        try flush()
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
