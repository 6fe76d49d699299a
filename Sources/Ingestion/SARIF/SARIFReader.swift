package import Model

/// Reads a scanner's report in SARIF 2.1.0 result by result: its bytes are held, and one result of them read.
package struct SARIFReader: Sendable {
    package let input: ReportInput
    package var limits = ReportLimits()

    package init(_ input: ReportInput, limits: ReportLimits = ReportLimits()) {
        self.input = input
        self.limits = limits
    }

    /// Hands out each finding, in the order of the report.
    ///
    /// - Throws: `IngestionError` when the report can't be read to its end; whatever `body` throws, which ends the reading.
    @discardableResult
    package func read(_ body: (SecurityFinding) throws -> Void) throws -> SARIFSummary {
        var bytes: [UInt8] = []
        try input.forEachBlock(limit: limits.document) { bytes.append(contentsOf: $0) }
        guard !bytes.isEmpty else { throw IngestionError(input, .empty) }
        let outline = JSONOutline(bytes)
        do {
            return try read(outline, body)
        } catch let failure as JSONOutline.Failure {
            let place = outline.place(of: failure.offset)
            throw IngestionError(input, line: place.line, column: place.column, .notJSON)
        }
    }

    private func read(_ outline: JSONOutline, _ body: (SecurityFinding) throws -> Void) throws -> SARIFSummary {
        let log = try outline.members(of: try outline.root())
        guard let version = try log["version"].map(outline.value)?.string, let runs = log["runs"] else {
            throw IngestionError(input, .notSARIF)
        }
        guard version == "2.1.0" else {
            throw IngestionError(input, .unknownSARIF(version: String(version.prefix(20))))
        }
        var summary = SARIFSummary()
        try outline.forEachItem(of: runs) { try read(run: $0, outline, &summary, body) }
        return summary
    }

    private func read(
        run place: Range<Int>, _ outline: JSONOutline, _ summary: inout SARIFSummary,
        _ body: (SecurityFinding) throws -> Void
    ) throws {
        let members = try outline.members(of: place)
        func part(_ name: String) throws -> JSONValue? { try members[name].map(outline.value) }
        let run = SARIFRun(
            tool: try part("tool"), artifacts: try part("artifacts"), invocations: try part("invocations"),
            limits: limits)
        summary.tools.append(run.tool)
        if let failure = run.failure { summary.incomplete.append("\(run.tool) did not end well: \(failure)") }
        if let others = try part("externalPropertyFileReferences"), others["results"] != nil {
            throw IngestionError(input, .resultsElsewhere)
        }
        guard let results = members["results"] else { return }
        try outline.forEachItem(of: results) { item in
            switch SARIFResult(try outline.value(item), of: run, limits: limits).standing {
            case .noFinding: break
            case .passedOver: summary.passedOver += 1
            case .finding(let finding):
                summary.findings += 1
                guard summary.findings <= limits.findings else {
                    let place = outline.place(of: item.lowerBound)
                    throw IngestionError(
                        input, line: place.line, column: place.column, .tooManyFindings(limit: limits.findings))
                }
                try body(finding)
            }
        }
    }
}
