package import Foundation
import Model

extension RunResults {
    /// The results as one HTML file that needs nothing else.
    ///
    /// - Parameter version: Rondo's own.
    package func html(version: String, at date: Date) -> String {
        ResultsPage(results: self, version: version, date: date).text
    }
}

/// The page of results.
private struct ResultsPage {
    let results: RunResults
    let version: String
    let date: Date

    var text: String {
        let made = "<time datetime=\"\(Moments.exact(date))\">\(Moments.words(date))</time>"
        return Page(
            title: heading, style: ResultsPageStyle.css,
            body: """
                \(header)
                \(tiles)
                \(results.runs.map { RunSection(run: $0, results: results).text }.joined())
                """,
            footer: "Made by rondo \(MarkupText.safe(version)) at \(made). Times are UTC; secrets are masked."
        ).text
    }

    private var counts: OutcomeCounts { results.counts }

    /// `2 of 9 tests failed`
    private var heading: String {
        let failed = counts.failed + counts.timedOut
        let total = counts.finished
        if failed > 0 { return "\(failed) of \(counted(total, "test")) failed" }
        if counts.errored > 0 { return "\(counts.errored) of \(counted(total, "test")) errored" }
        if let run = results.runs.first(where: { $0.ownProblem != nil }) {
            return "\(MarkupText.safe(run.title)) \(run.verdict.outcome.words)"
        }
        guard counts.passed > 0 else { return "No test ran" }
        return counts.passed == 1 ? "The test passed" : "All \(counts.passed) tests passed"
    }

    private var isGood: Bool {
        results.runs.allSatisfy { $0.verdict.outcome == .passed || $0.verdict.outcome == .skipped } && counts.passed > 0
    }

    private var header: String {
        let commits = Set(results.runs.map { $0.verdict.revision.short }).sorted().map {
            "<code>\(MarkupText.safe($0))</code>"
        }
        let start = results.runs.map(\.verdict.startedAt).min()
        let when = start.map {
            ", begun <time datetime=\"\(Moments.exact($0))\">\(Moments.words($0))</time>"
        }
        let filter =
            counts.finished > counts.passed && counts.passed > 0
            ? "<label class=\"only\"><input type=\"checkbox\" id=\"only\"> hide what passed</label>" : ""
        return """
            <header>
            <h1 class="\(isGood ? "good" : "bad")">\(heading)</h1>
            <p>\(counted(results.runs.count, "run")) of \(commits.joined(separator: ", "))\(when ?? "").\(filter)</p>
            </header>
            """
    }

    private var tiles: String {
        let took = results.runs.reduce(Int64(0)) { $0 + $1.verdict.took.milliseconds }
        var facts: [(value: String, name: String, mood: String)] = [
            ("\(counts.passed)", "passed", counts.passed > 0 ? "good" : "plain"),
            ("\(counts.failed + counts.timedOut)", "failed", counts.failed + counts.timedOut > 0 ? "bad" : "plain"),
            ("\(counts.errored)", "errored", counts.errored > 0 ? "bad" : "plain"),
            ("\(counts.skipped + counts.cancelled)", "skipped", "plain"),
            ("\(counts.flaky)", "flaky", counts.flaky > 0 ? "warn" : "plain"),
        ]
        if counts.cached > 0 { facts.append(("\(counts.cached)", "from the cache", "plain")) }
        facts.append((Spans.took(.milliseconds(took)), "in all", "plain"))
        return "<ul class=\"tiles\">\n"
            + facts.map { "<li class=\"\($0.mood)\"><b>\($0.value)</b><span>\($0.name)</span></li>\n" }.joined()
            + "</ul>"
    }
}
