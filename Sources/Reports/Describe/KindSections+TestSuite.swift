import Model

/// TestSuite: its runs, and the newest one in full.
extension KindSections {
    func addFacts(of spec: TestSuiteSpec, to sheet: inout Sheet) {
        sheet.add("Environments", spec.environments.listed)
        sheet.add("Runs on", spec.triggers.map(\.rawValue).listed)
        sheet.add("Schedule", spec.schedule?.description)
        sheet.add("Max age", spec.maxAge?.description)
        sheet.add("Due next", description.object.status.due.map(DueText.words))
        sheet.add(
            "Tests",
            spec.tests.isEmpty && !spec.services.isEmpty
                ? "those of each service: \(spec.services.joined(separator: ", "))" : "\(spec.tests.count)")
        sheet.add("Timeout", spec.timeout?.description)
    }

    func addRuns(to sheet: inout Sheet) {
        var table = Table([
            .init("ID"), .init("ENVIRONMENT"), .init("OUTCOME"), .init("PASSED"), .init("CAUSE"), .init("REVISION"),
            .init("AGE"),
        ])
        for run in description.runs { table.add(cells(of: run)) }
        sheet.section("Runs", description.runs.isEmpty ? "" : table.text(style: style))
        guard let newest = description.newestRun else { return }
        RunSections(newest, workers: description.workers, style: style).add(to: &sheet, titled: "Tests of \(newest.id)")
    }

    private func cells(of run: RunDetail) -> [Table.Cell] {
        let outcome: Table.Cell
        let passed: String
        switch run.stage {
        case .requested:
            (outcome, passed) = (Table.Cell("waiting", tone: .info), "")
        case .active(let active):
            (outcome, passed) = (Table.Cell("running", tone: .info), "\(active.counts.passed) of \(active.total)")
        case .ended(let verdict):
            outcome = Table.Cell(verdict.outcome.words, tone: Outcome?.some(verdict.outcome).tone)
            passed = "\(verdict.counts.passed) of \(verdict.counts.finished)"
        }
        return [
            Table.Cell(run.id.rawValue), Table.Cell(run.key.environment), outcome, Table.Cell(passed),
            Table.Cell(CauseText.words(run.cause)), Table.Cell(run.revision?.short ?? ""),
            Table.Cell(Spans.age(of: run.time, at: now)),
        ]
    }
}
