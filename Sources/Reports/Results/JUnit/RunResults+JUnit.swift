import Foundation
import Model

extension RunResults {
    /// JUnit XML as Maven Surefire writes it (`surefire-test-report.xsd`): a suite for each run, a case for each test, and
    /// the attempts of one that was retried as `flakyFailure` and `rerunFailure`.
    package var junit: String {
        let suites = runs.map(JUnitSuite.init)
        let sums = JUnitSums(suites.flatMap(\.cases))
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rondo\"\(sums.attributes)>\n"
            + suites.map(\.text).joined() + "</testsuites>\n"
    }
}

/// Counters over cases.
struct JUnitSums {
    let attributes: String

    init(_ cases: [JUnitCase]) {
        func count(_ element: JUnitCase.Element) -> Int { cases.count { $0.element == element } }
        let seconds = cases.reduce(0) { $0 + $1.milliseconds }
        attributes =
            " tests=\"\(cases.count)\" failures=\"\(count(.failure))\" errors=\"\(count(.error))\""
            + " skipped=\"\(count(.skipped))\" time=\"\(JUnitCase.seconds(seconds))\""
    }
}

/// One run.
struct JUnitSuite {
    let cases: [JUnitCase]
    private let run: FinishedRun

    init(_ run: FinishedRun) {
        self.run = run
        cases = run.tasks.map { JUnitCase($0, suite: run.key.suite.name) } + JUnitCase.problem(of: run)
    }

    var text: String {
        let verdict = run.verdict
        let facts = [
            ("run", verdict.run.rawValue), ("environment", run.key.environment),
            ("commit", "\(verdict.revision)"), ("outcome", verdict.outcome.rawValue),
        ]
        let properties = facts.map { name, value in
            "      <property name=\"\(name)\" value=\"\(MarkupText.safe(value))\"/>\n"
        }
        // Without the zone, as the schema has it: it is UTC.
        let time = Moments.exact(verdict.startedAt).dropLast()
        let name = MarkupText.safe(run.title)
        return "  <testsuite name=\"\(name)\" timestamp=\"\(time)\"\(JUnitSums(cases).attributes)>\n"
            + "    <properties>\n\(properties.joined())    </properties>\n" + cases.map(\.text).joined()
            + "  </testsuite>\n"
    }
}
