import Foundation
import Model
import Testing

@testable import Monitoring

/// Random rules under random readings, restarts and clocks that are set back: what must hold whatever happens.
struct AlertMachinePropertyTests {
    /// What really happened, on a clock that nobody sets.
    private struct Truth {
        /// When the condition began to hold without an evaluation in between at which it did not.
        var heldSince: Double?
        var lastHeld: Double?
    }

    private static let hash = Digest(rawValue: "1")

    @Test(arguments: 0..<400)
    func itFiresAndResolvesOnlyAfterItsTimes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rule = Make.spec(
            duration: .seconds(Int64.random(in: 0...8, using: &random)),
            noData: AlertRuleSpec.NoData.allCases.randomElement(using: &random) ?? .ok,
            keepFiringFor: Bool.random(using: &random) ? nil : .seconds(Int64.random(in: 0...8, using: &random)))
        let keep = rule.keepFiringFor?.seconds ?? 0
        let clockIsHonest = seed.isMultiple(of: 2)
        var real = 0.0
        var lag = 0.0
        var truth = Truth()
        var record = AlertRecord(rule: Make.identity(), specHash: Self.hash, since: Make.start)

        for _ in 0..<300 {
            real += Double(Int.random(in: 0...3, using: &random))
            if !clockIsHonest, Int.random(in: 0..<20, using: &random) == 0 {
                lag += Double(Int.random(in: 1...30, using: &random))
            }
            let now = Make.start.addingTimeInterval(real - lag)
            if Int.random(in: 0..<15, using: &random) == 0 { record = record.durable(rule: rule, now: now) }

            let values: [Double?] = [nil, 0, 1, 1, 1, 1]
            let value = values.randomElement(using: &random) ?? nil
            let reading = Reading(value: value, rule: rule)
            switch reading.verdict {
            case .holds:
                truth.heldSince = truth.heldSince ?? real
                truth.lastHeld = real
            case .doesNotHold: truth.heldSince = nil
            case .unknown: break
            }
            let step = AlertMachine.step(record, reading, rule: rule, specHash: Self.hash, now: now)
            check(step, reading, truth, rule, real: real, keep: keep, clockIsHonest: clockIsHonest)
            #expect(step.record.since <= now)
            #expect(step.record.lastHeld.map { $0 <= now } ?? true)
            if let deadline = AlertMachine.deadline(step.record, reading.verdict, rule: rule) {
                #expect(deadline > now)
                let then = AlertMachine.step(step.record, reading, rule: rule, specHash: Self.hash, now: deadline)
                #expect(then.transition != nil)
            }
            record = step.record
        }
    }

    private func check(
        _ step: (record: AlertRecord, transition: AlertMachine.Transition?), _ reading: Reading, _ truth: Truth,
        _ rule: AlertRuleSpec, real: Double, keep: Double, clockIsHonest: Bool
    ) {
        let held = truth.heldSince.map { real - $0 }
        switch step.transition?.to {
        case .firing:
            #expect(reading.verdict == .holds)
            #expect((held ?? -1) >= rule.duration.seconds)
        case .resolved:
            #expect(reading.verdict == .doesNotHold)
            #expect(real - (truth.lastHeld ?? .infinity) >= keep)
        case .pending: #expect(reading.verdict == .holds && rule.duration.seconds > 0)
        case .inactive: #expect(reading.verdict == .doesNotHold && step.transition?.from == .pending)
        case nil: break
        }
        // Where nobody touches the clock, it is not late either.
        if clockIsHonest, reading.verdict == .holds, let held, held >= rule.duration.seconds {
            #expect(step.record.state == .firing)
        }
        if reading.verdict == .holds { #expect(step.record.state == .pending || step.record.state == .firing) }
    }
}
