import Foundation
import Model
import Testing

@testable import Monitoring

struct AlertWordingTests {
    @Test(arguments: [
        (MetricName.requestDuration, AlertRuleSpec.Aggregate.p95, 0.3, 0.084, "p95 84 ms < 300 ms"),
        (.requestDuration, .p95, 0.3, 0.412, "p95 412 ms > 300 ms"),
        (.requestDuration, .p95, 0.3, 0.3, "p95 300 ms = 300 ms"),
        (.requestDuration, .p95, 0.3, 0.3004, "p95 300.4 ms > 300 ms"),
        (.requestDuration, .p95, 0.3, 0.29999999, "p95 299.99999 ms < 300 ms"),
        (.requestDuration, .max, 0.3, 1.234, "max 1.2 s > 300 ms"),
        (.requestDuration, .min, 0.3, 0.00123, "min 1.2 ms < 300 ms"),
        (.requestDuration, .min, 0.3, 0, "min 0 s < 300 ms"),
        (.runDuration, .max, 300, 312.4, "max 312 s > 300 s"),
        (.runDuration, .max, 1.25, 1.2449, "max 1.2 s < 1.25 s"),
        (.runPassRate, .avg, 0.95, 0.92, "run.pass_rate avg 92 % < 95 %"),
        (.runPassRate, .avg, 0.955, 0.956, "run.pass_rate avg 96 % > 95.5 %"),
        (.runPassRate, .avg, 0.957, 0.956, "run.pass_rate avg 95.6 % < 95.7 %"),
        (.runPassRate, .avg, 1, 0.9996, "run.pass_rate avg 99.96 % < 100 %"),
        (.runPassRate, .min, 0.07, 0.07, "run.pass_rate min 7 % = 7 %"),
        (.requestErrorRate, .max, 0.01, 0.5, "request.error_rate max 50 % > 1 %"),
        (.runFailed, .sum, 3, 12_345, "run.failed sum 12345 > 3"),
        (.runFailed, .avg, 3, 2.5, "run.failed avg 2.5 < 3"),
        (.runFailed, .rate, 0.1, 0.25, "run.failed rate 0.25/s > 0.1/s"),
        (.requestRate, .avg, 100, 123.4, "request.rate avg 123/s > 100/s"),
        (.requestDuration, .count, 10, 4, "request.duration count 4 < 10"),
        (.requestDuration, .rate, 2, 0.5, "request.duration rate 500 ms/s < 2 s/s"),
        (.driftOpen, .max, 0, 2, "drift.open max 2 > 0"),
        (.driftOpen, .sum, 0, 1e300, "drift.open sum 1e+300 > 0"),
        (.driftOpen, .sum, 0, -3.5, "drift.open sum -3.5 < 0"),
        (.requestDuration, .min, 0, -0.0035, "min -3.5 ms < 0 s"),
        (.driftOpen, .sum, 0, 1e-9, "drift.open sum 1e-09 > 0"),
        (.driftOpen, .sum, 0.1, 0.1.nextUp, "drift.open sum 0.10000000000000002 > 0.1"),
        (.driftOpen, .sum, .infinity, 1, "drift.open sum 1 < inf"),
    ])
    func aValueIsSaidWithItsUnit(
        metric: MetricName, aggregate: AlertRuleSpec.Aggregate, threshold: Double, value: Double, text: String
    ) {
        for condition in AlertRuleSpec.Comparison.allCases {
            let rule = Make.spec(metric, aggregate: aggregate, condition: condition, threshold: threshold)
            #expect(AlertWording.text(rule: rule, value: value) == text)
        }
    }

    @Test func noDataIsSaidSo() {
        #expect(AlertWording.text(rule: Make.spec(), value: nil) == "no data")
    }

    @Test func aMetricThatRondoDoesNotKnowHasNoUnit() {
        let rule = AlertRuleSpec(metric: "aws/CPUUtilization", aggregate: .avg, threshold: 80)
        #expect(AlertWording.text(rule: rule, value: 91.25) == "aws/CPUUtilization avg 91 > 80")
    }

    /// What is shown must never contradict the sign between them, and a threshold is shown as it is written.
    @Test(arguments: 0..<200)
    func theSignNeverLooksWrong(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let threshold = Double(Int.random(in: 1...99_999, using: &random)) / 1_000
        var value = threshold
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let nudge = 1 + Double.random(in: -1e-6...1e-6, using: &random)
            value = Bool.random(using: &random) ? value.nextUp : value * nudge
        }
        for (metric, zeros, unit) in [(MetricName.driftOpen, 0, ""), (.runPassRate, 2, " %")] {
            let text = AlertWording.text(rule: Make.spec(metric, threshold: threshold), value: value)
            let sign = value < threshold ? "<" : value > threshold ? ">" : "="
            let sides = text.dropFirst("\(metric.rawValue) max ".count).components(separatedBy: " \(sign) ")
            try #require(sides.count == 2)
            let shown = try sides.map { try #require(Double("\($0.replacing(unit, with: ""))e-\(zeros)")) }
            #expect(shown[1] == threshold)
            #expect([shown[0] < threshold, shown[0] > threshold] == [value < threshold, value > threshold])
            #expect(sides[1].count <= 8 + unit.count)
        }
    }
}
