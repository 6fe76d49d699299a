import Foundation
import Ingestion
import Model
import Reports

/// Prints reports while they are read, so that a long one is never held.
final class CasePrinter<Writer: CaseWriter> {
    private var writer: Writer
    private let target: FileHandle

    /// So much is gathered before it is written.
    private static var blockSize: Int { 64 << 10 }

    init(_ writer: Writer, target: FileHandle = .standardOutput) {
        self.writer = writer
        self.target = target
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

    private func flush() throws { try target.write(contentsOf: writer.take()) }
}
