package import Model

/// Reads a report case by case; nothing but the case at hand is held.
package struct ReportReader: Sendable {
    package let input: ReportInput
    package let format: ReportFormat
    package var limits = ReportLimits()

    package init(_ input: ReportInput, format: ReportFormat, limits: ReportLimits = ReportLimits()) {
        self.input = input
        self.format = format
        self.limits = limits
    }

    /// Hands out each case when the report has told all of it, in the order of the report.
    ///
    /// - Throws: `IngestionError` when the report can't be read to its end; whatever `body` throws, which ends the reading.
    package func read(_ body: @escaping (ReportEvent) throws -> Void) throws {
        switch format {
        case .junit:
            let cases = JUnitCases(limits: limits, body)
            try XMLStream(input: input, limits: limits, events: cases).run()
            guard cases.isJUnit else { throw IngestionError(input, .notJUnit(root: cases.root)) }
        case .tap: try TAPReader(input: input, limits: limits, body).run()
        }
    }
}
