import Foundation
import Model
import Reports
import Testing

/// What somebody sees who follows a run.
struct FollowingTests {
    private func line(_ run: RunDetail, obstacle: String? = nil, width: Int = 80, style: Style = .plain) -> String {
        RunProgressLine.text(run, obstacle: obstacle, width: width, now: Samples.now, style: style)
    }

    @Test("A run in one line: what it waits for, how far it is, how it ended")
    func progress() {
        #expect(line(Samples.requested) == "checkout in dev  waits to be started")
        #expect(line(Samples.requested, obstacle: "waits for Environment/dev").hasSuffix("waits for Environment/dev"))
        let active = line(Samples.active())
        #expect(active.hasPrefix("checkout in dev  ██"), "\(active)")
        #expect(active.contains("  3/9  1 flaky  1 retried  1 cached"), "\(active)")
        #expect(line(Samples.ended()) == "checkout in dev  failed after 9.2 s")
    }

    @Test("No line is wider than its terminal")
    func width() {
        for run in [Samples.requested, Samples.active(), Samples.ended()] {
            for width in [10, 20, 40] {
                #expect(TerminalText.width(line(run, obstacle: "waits for the end of time", width: width)) <= width)
            }
        }
    }

    @Test("A test that ended is one line, with the run it came from when it was not run")
    func tasks() {
        let lines = Samples.tasks.map { TaskLine.text($0, of: Samples.key, workerName: { Samples.workers[$0] }) }
        #expect(
            lines == [
                "✔ checkout / health in dev   passed in 212 ms   pool-0",
                "✔ checkout / cart totals in dev   passed   cached from r-1",
                "✔ checkout / stock recovers in dev   passed in 212 ms   attempt 2   default.pool-1.1",
                "✘ checkout / place order in dev   failed in 212 ms   pool-0",
                "– checkout / pay in dev   skipped   `place order` did not pass",
            ])
    }

    @Test("The end of a run is one line")
    func endings() {
        #expect(
            RunReport.ending(Samples.ended())
                == "✘ checkout in dev   failed in 9.2 s   "
                + "passed 3  failed 1  errored 0  skipped 1  cached 1  flaky 1 (stock recovers)   r-2")
        #expect(RunReport.ending(Samples.ended(Samples.verdict(outcome: .passed))).hasPrefix("✔ checkout in dev"))
        #expect(
            RunReport.ending(Samples.active(unschedulable: ["train": "missing gpu"])).contains(
                "can't go on: `train` missing gpu"))
        #expect(RunReport.ending(Samples.requested).contains("could not start, and still waits"))
    }

    @Test(
        "Values of metrics bear their unit",
        arguments: [
            ("request.duration", AlertRuleSpec.Aggregate.p95, 0.084, "84 ms"),
            ("run.duration", .max, 12.34, "12.3 s"), ("run.pass_rate", .avg, 0.935, "93.5 %"),
            ("request.rate", .avg, 4.5, "4.5/s"), ("run.failed", .sum, 3, "3"), ("request.duration", .count, 7, "7"),
            ("aws/CPUUtilization", .avg, 81.25, "81.25"), ("request.duration", .rate, 2, "2/s"),
        ])
    func metrics(metric: String, aggregate: AlertRuleSpec.Aggregate, value: Double, text: String) {
        let spec = AlertRuleSpec(metric: metric, aggregate: aggregate, threshold: 1)
        #expect(MetricText.value(value, of: spec) == text)
    }

    @Test("A value is told beside its threshold")
    func comparisons() {
        func rule(_ condition: AlertRuleSpec.Comparison) -> AlertRuleSpec {
            AlertRuleSpec(metric: "run.failed", condition: condition, threshold: 2)
        }
        #expect(MetricText.comparison(3, with: rule(.gt)) == "3, above the threshold of 2")
        #expect(MetricText.comparison(2, with: rule(.gt)) == "2, not above the threshold of 2")
        #expect(MetricText.comparison(1, with: rule(.lt)) == "1, below the threshold of 2")
        #expect(MetricText.comparison(2, with: rule(.eq)) == "2, equal to the threshold of 2")
        #expect(MetricText.condition(rule(.lt)) == "avg < 2")
    }
}
