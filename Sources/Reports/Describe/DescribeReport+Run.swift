package import Foundation
package import Model

extension DescribeReport {
    /// One run with the reason for it, its tests and what went wrong.
    ///
    /// - Parameters:
    ///   - workers: what people call the workers.
    ///   - reports: what its commands reported.
    package static func text(
        _ run: RunDetail, workers: [WorkerID: String] = [:], reports: DescribedReports = DescribedReports(), now: Date,
        style: Style = .plain
    ) -> String {
        var sheet = Sheet(style: style)
        sheet.add("Run", TerminalText.safe(run.id.rawValue, limit: 100))
        sheet.add("Suite", run.key.suite.description)
        sheet.add("Environment", run.key.environment)
        sheet.add("Outcome", outcome(of: run, style: style))
        sheet.add("Cause", CauseText.words(run.cause))
        sheet.add("Commit", run.revision.map(RevisionText.line))
        switch run.stage {
        case .requested(let request):
            sheet.add("Asked for", moment(request.requestedAt, now))
            sheet.add("Cache", request.usesCache ? nil : "not used")
        case .active(let active):
            sheet.add("Started", moment(active.startedAt, now))
            sheet.add("Ended", "\(active.counts.finished) of \(active.total) tests")
        case .ended(let verdict):
            sheet.add("Started", moment(verdict.startedAt, now))
            sheet.add("Took", Spans.took(verdict.took))
            sheet.add("Counts", run.finished.map { RunReport.summary($0, style: style) })
        }
        sheet.add("Coverage", run.tasks.coverage.map { CoverageText.text($0, earlier: reports.earlier) })
        RunSections(run, workers: workers, style: style).add(to: &sheet, titled: "Tests")
        CaseSection(reports: reports, run: run.id, style: style).add(to: &sheet)
        FindingSection(tasks: run.tasks, style: style).add(to: &sheet)
        return sheet.text()
    }

    private static func outcome(of run: RunDetail, style: Style) -> String {
        switch run.stage {
        case .requested: style.paint("waiting", .info)
        case .active: style.paint("running", .info)
        case .ended(let verdict): style.paint(verdict.outcome.words, Outcome?.some(verdict.outcome).tone)
        }
    }

    /// `5m ago (2026-11-21T10:45:01Z)`
    private static func moment(_ time: Date, _ now: Date) -> String {
        "\(Spans.age(of: time, at: now)) ago (\(time.formatted(.iso8601)))"
    }
}
