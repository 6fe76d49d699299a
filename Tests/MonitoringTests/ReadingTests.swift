import Model
import Testing

@testable import Monitoring

struct ReadingTests {
    @Test(arguments: [
        (AlertRuleSpec.Comparison.gt, 0.29, false), (.gt, 0.3, false), (.gt, 0.3.nextUp, true),
        (.lt, 0.3.nextDown, true), (.lt, 0.3, false), (.lt, 0.31, false),
        (.eq, 0.3, true), (.eq, 0.3.nextUp, false), (.eq, 0.3.nextDown, false),
    ])
    func comparisonsAreExact(condition: AlertRuleSpec.Comparison, value: Double, holds: Bool) {
        let reading = Reading(value: value, rule: Make.spec(condition: condition, threshold: 0.3))
        #expect(reading.verdict == (holds ? .holds : .doesNotHold))
        #expect(reading.value == value)
    }

    @Test(arguments: AlertRuleSpec.Comparison.allCases)
    func withoutDataTheRuleSaysWhatHolds(condition: AlertRuleSpec.Comparison) {
        func verdict(_ noData: AlertRuleSpec.NoData) -> Reading.Verdict {
            Reading(value: nil, rule: Make.spec(condition: condition, noData: noData)).verdict
        }
        #expect(verdict(.ok) == .doesNotHold)
        #expect(verdict(.alert) == .holds)
        #expect(verdict(.keep) == .unknown)
    }
}
