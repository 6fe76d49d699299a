package import Model

/// Cases of reports as people read them: a block for each that did not pass, then a line for each report.
package struct CaseText: CaseWriter {
    /// So many blocks are shown; the others are counted.
    private static let blockLimit = 50

    private let style: Style
    private var text = ""
    private var blocks = 0
    private var leftOut = 0

    package init(style: Style = .plain) { self.style = style }

    package var waiting: Int { text.utf8.count }

    package mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
        text.removeAll(keepingCapacity: true)
    }

    package mutating func add(_ event: ReportEvent, from origin: CaseOrigin) {
        if case .ended(let ended) = event, ended.outcome == .passed || ended.outcome == .skipped { return }
        guard blocks < Self.blockLimit else {
            leftOut += 1
            return
        }
        blocks += 1
        switch event {
        case .ended(let ended): text += CaseBlock(ended, report: origin.label, style: style).text + "\n"
        case .suiteFailed(let failure): text += CaseBlock(failure, report: origin.label, style: style).text + "\n"
        }
    }

    package mutating func end(_ summaries: [CaseSummary]) {
        if leftOut > 0 { text += "… and \(leftOut) more that did not pass: -o json has all of them.\n\n" }
        for summary in summaries { text += line(summary) + "\n" }
        guard summaries.count > 1 else { return }
        let unit = summaries.allSatisfy { $0.attempt == nil } ? "report" : "test"
        let tally = summaries.reduce(ReportTally()) { $0 + $1.tally }
        text += sums(tally, flaky: summaries.flatMap(\.flaky)) + "   \(counted(summaries.count, unit))\n"
    }

    /// `✘ out.xml   passed 14  failed 2  errored 2  skipped 2   20 cases, 12 ms`
    private func line(_ summary: CaseSummary) -> String {
        let isGood = summary.tally.isGood && summary.error == nil
        let mark = isGood ? style.paint("✔", .good) : style.paint("✘", .bad)
        let name = TerminalText.safe(summary.report, limit: 200)
        let attempt = summary.attempt.map { $0 > 1 ? "   attempt \($0)" : "" } ?? ""
        var end = summary.error == nil ? "" : style.paint("   not read to its end", .caution)
        if summary.notKept > 0 { end += style.paint("   \(counted(summary.notKept, "case")) not kept", .caution) }
        return "\(mark) \(name)\(attempt)   \(sums(summary.tally, flaky: summary.flaky))\(end)"
    }

    private func sums(_ tally: ReportTally, flaky: [String]) -> String {
        let counts = RunReport.counts(tally.counts, flaky: flaky, style: style)
        let suites =
            tally.suiteFailures == 0
            ? "" : "  " + style.paint("\(counted(tally.suiteFailures, "failure")) outside of cases", .bad)
        return "\(counts)\(suites)   \(counted(tally.cases, "case")), \(CaseBlock.took(tally.seconds))"
    }
}
