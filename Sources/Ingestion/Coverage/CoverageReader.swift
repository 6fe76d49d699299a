package import Model

/// Reads a coverage report line by line into what others told before.
package struct CoverageReader: Sendable {
    package let input: ReportInput
    package let format: CoverageReport.Format
    package var limits = ReportLimits()

    package init(_ input: ReportInput, format: CoverageReport.Format, limits: ReportLimits = ReportLimits()) {
        self.input = input
        self.format = format
        self.limits = limits
    }

    /// - Throws: `IngestionError` when the report can't be read to its end; what it told before stands in the map.
    package func read(into map: inout CoverageMap) throws {
        switch format {
        case .lcov:
            var reader = LCOVReader(input: input, limits: limits)
            try reader.read(into: &map)
        case .cobertura:
            let lines = CoberturaLines(map, limits: limits)
            defer { map = lines.map }
            try XMLStream(input: input, limits: limits, events: lines).run()
            guard lines.isCobertura else { throw IngestionError(input, .notCobertura(root: lines.root)) }
        }
    }
}
