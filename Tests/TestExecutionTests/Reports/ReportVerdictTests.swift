import Ingestion
import Model
import Testing

@testable import TestExecution

/// What reports and the way a command ended make of a test.
struct ReportVerdictTests {
    private func collected(
        passed: Int = 0, failed: Int = 0, errored: Int = 0, skipped: Int = 0, suiteFailures: Int = 0,
        problems: [ReportProblem] = []
    ) -> CollectedReports {
        var collected = CollectedReports()
        var tally = ReportTally()
        func add(_ count: Int, _ outcome: Outcome, _ message: String?) {
            for index in 0..<count {
                let failures =
                    message.map { [ReportedFailure(outcome: outcome, message: "\n  \($0) \(index)\nmore")] } ?? []
                let event = ReportEvent.ended(
                    ReportedCase(
                        name: "\(outcome.rawValue)\(index)", className: "k", outcome: outcome, failures: failures))
                tally.add(event)
                if event.isFailing, collected.failing.count < CollectedReports.namedLimit {
                    collected.failing.append(event)
                }
            }
        }
        add(passed, .passed, nil)
        add(failed, .failed, "boom")
        add(errored, .errored, "setup")
        add(skipped, .skipped, nil)
        for index in 0..<suiteFailures {
            let event = ReportEvent.suiteFailed(
                ReportedSuiteFailure(
                    suites: ["s"], failure: ReportedFailure(outcome: .errored, message: "outside \(index)")))
            tally.add(event)
            if collected.failing.count < CollectedReports.namedLimit { collected.failing.append(event) }
        }
        collected.cases = tally
        collected.problems = problems
        return collected
    }

    private let missing = ReportProblem.missing(pattern: "out.xml", field: .junit, passedOver: [])

    @Test func aFailingCaseMakesItFailedWhateverTheExitCode() {
        for ending in [ReportVerdict.Ending.passed, .notPassed("exit code 1")] {
            #expect(
                ReportVerdict(collected(passed: 3, failed: 1), ending: ending)
                    == .failed("1 of 4 cases failed: k › failed0: boom 0"))
        }
        #expect(
            ReportVerdict(collected(failed: 2, errored: 2, suiteFailures: 1), ending: .notPassed("exit code 1"))
                == .failed(
                    "4 of 4 cases failed and 1 failure outside of cases: k › failed0: boom 0; k › failed1: boom 1; "
                        + "k › errored0: setup 0 (and 2 more)"))
        #expect(
            ReportVerdict(collected(passed: 1, suiteFailures: 1), ending: .passed)
                == .failed("1 failure outside of cases: s: outside 0"))
    }

    /// Breaks when `ofGood` looks at the counts before the ending.
    @Test func aBadEndingWithoutAFailingCaseCanNotBeTold() {
        for good in [collected(passed: 3, skipped: 1), collected(skipped: 2), collected()] {
            guard case .errored(let words) = ReportVerdict(good, ending: .notPassed("exit code 2")) else {
                Issue.record("not errored")
                continue
            }
            #expect(words.hasPrefix("exit code 2, but no case in its reports failed ("), "\(words)")
        }
    }

    @Test func whatIsPromisedAndMissingCanNotBeTold() {
        #expect(
            ReportVerdict(collected(problems: [missing]), ending: .passed)
                == .errored(
                    "no report: the command left no file that matches `out.xml` of `reports.junit` in its working "
                        + "directory; let `run` write one there, as `pytest --junitxml=PATH` does, or mend the pattern")
        )
        let both = ReportVerdict(
            collected(failed: 2, problems: [missing, missing]), ending: .notPassed("exit code 4"))
        guard case .errored(let words) = both else {
            Issue.record("\(both)")
            return
        }
        #expect(words.hasPrefix("exit code 4, and no report: "), "\(words)")
        #expect(
            words.hasSuffix("(and 1 more report that can't be read); of what could be read 2 failed"), "\(words)")
    }

    @Test func passedNeedsACaseThatPassed() {
        #expect(ReportVerdict(collected(passed: 1, skipped: 4), ending: .passed) == .passed)
        #expect(ReportVerdict(collected(skipped: 1), ending: .passed) == .skipped("its only case was skipped"))
        #expect(ReportVerdict(collected(skipped: 3), ending: .passed) == .skipped("all 3 cases were skipped"))
        #expect(
            ReportVerdict(collected(), ending: .passed) == .errored("the reports hold no case: nothing was tested"))
        #expect(ReportVerdict(CollectedReports(), ending: .passed) == .passed, "only coverage is asked for")
    }
}
