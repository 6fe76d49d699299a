import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Monitoring

/// What outlives a controller, and what happens when the store does not work.
struct MonitorStoringTests {
    private let fixture: MonitorFixture
    private var monitor: Monitor { fixture.monitor }
    private var clock: ManualClock { fixture.clock }

    init() async throws { fixture = try await MonitorFixture() }

    @Test func pendingSurvivesARestart() async throws {
        let rules = [Make.rule(Make.spec(window: .minutes(5), duration: .seconds(60)))]
        await monitor.setRules(rules)
        await monitor.record([fixture.sample(9)])
        clock.advance(by: 40)
        let next = try await fixture.restarted()
        await next.setRules(rules)
        #expect(await next.state() == .pending)
        #expect(await next.value() == 9)
        clock.advance(by: 19)
        await next.tick()
        #expect(await next.state() == .pending)
        clock.advance(by: 1)
        await next.tick()
        #expect(await next.state() == .firing)
        #expect(fixture.reasons == [.alertPending, .alertFiring])
    }

    @Test func firingSurvivesARestartAndIsNotToldAgain() async throws {
        let rules = [Make.rule(Make.spec())]
        await monitor.setRules(rules)
        await monitor.record([fixture.sample(9)])
        let next = try await fixture.restarted()
        await next.setRules(rules)
        #expect(await next.state() == .firing)
        clock.advance(by: 60)
        await next.tick()
        #expect(fixture.reasons == [.alertFiring, .alertResolved])
    }

    @Test func keepFiringForCountsOverARestart() async throws {
        let rules = [Make.rule(Make.spec(window: .seconds(10), keepFiringFor: .seconds(100)))]
        await monitor.setRules(rules)
        await monitor.record([fixture.sample(9)])
        clock.advance(by: 9)
        await monitor.tick()
        clock.advance(by: 41)
        await monitor.tick()
        let next = try await fixture.restarted()
        await next.setRules(rules)
        #expect(await next.nextDeadline() == Make.start.addingTimeInterval(109))
        clock.advance(by: 58)
        await next.tick()
        #expect(await next.state() == .firing)
        clock.advance(by: 1)
        await next.tick()
        #expect(await next.state() == .resolved)
    }

    @Test func whoeverDiesWhileTheConditionHoldsDoesNotResolveTooEarly() async throws {
        let rules = [Make.rule(Make.spec(window: .seconds(10), keepFiringFor: .seconds(100)))]
        await monitor.setRules(rules)
        for _ in 0..<30 {
            await monitor.record([fixture.sample(9)])
            clock.advance(by: 5)
        }
        clock.advance(by: 20)
        let next = try await fixture.restarted()
        await next.setRules(rules)
        #expect(await next.state() == .firing)
        clock.advance(by: 99)
        await next.tick()
        #expect(await next.state() == .firing)
        clock.advance(by: 1)
        await next.tick()
        #expect(await next.state() == .resolved)
    }

    @Test func aRuleThatChangedWhileNobodyLookedStartsOver() async throws {
        await monitor.setRules([Make.rule(Make.spec())])
        await monitor.record([fixture.sample(9)])
        let next = try await fixture.restarted()
        await next.setRules([Make.rule(Make.spec(threshold: 10), hash: "2")])
        #expect(await next.state() == .inactive)
        #expect(fixture.reasons == [.alertFiring])
    }

    @Test func aRuleThatLeftWhileNobodyLookedIsForgotten() async throws {
        await monitor.setRules([Make.rule(Make.spec(), name: "a"), Make.rule(Make.spec(), name: "b")])
        let next = try await fixture.restarted()
        #expect(try await fixture.store.alerts().count == 2)
        await next.setRules([Make.rule(Make.spec(), name: "a")])
        #expect(try await fixture.store.alerts().map(\.rule.name) == ["a"])
        await next.setRules([])
        #expect(try await fixture.store.alerts().isEmpty)
    }

    @Test func aValueAloneIsNotWritten() async throws {
        await monitor.setRules([Make.rule(Make.spec(keepFiringFor: .minutes(5)))])
        await monitor.record([fixture.sample(1)])
        let written = try await fixture.store.alerts()
        #expect(written.map(\.state) == [.firing])
        #expect(written.map(\.value) == [1])
        clock.advance(by: 3)
        await monitor.record([fixture.sample(2)])
        await monitor.tick()
        #expect(await monitor.value() == 2)
        #expect(try await fixture.store.alerts() == written)
    }

    @Test func whoeverMeasuresIsNotDisturbedByAStoreThatFails() async throws {
        await monitor.setRules([Make.rule(Make.spec())])
        try fixture.store.close()
        await monitor.record([fixture.sample(9)])
        await monitor.record([fixture.sample(8)])
        await monitor.tick()
        #expect(await monitor.state() == .firing)
        #expect(await monitor.unsaved == [Make.identity()])
        let faults = fixture.events.all.filter { $0.reason == .actionFailed }
        #expect(faults.count == 2)
        #expect(faults.allSatisfy { $0.severity == .warning && $0.object == nil })
        #expect(faults.map(\.message).contains { $0.hasPrefix("samples can't be stored") })
        #expect(faults.map(\.message).contains { $0.hasPrefix("the states of alert rules can't be stored") })
        await monitor.setRules([Make.rule(Make.spec(), hash: "2")])
        #expect(await monitor.state() == .inactive)
        #expect(fixture.messages.last?.hasPrefix("stored samples can't be read") == true)
    }

    @Test func aFaultIsReportedAgainOnceItHadGone() async throws {
        struct Fault: Error {}
        for works in [false, false, true, false, true] {
            let isDone = await monitor.use(.writeSamples) { if !works { throw Fault() } }
            #expect(isDone == works)
            await monitor.use(.saveRecords) {}
        }
        #expect(fixture.reasons == [.actionFailed, .actionFailed])
    }

    @Test func whatACancelledCallerMeasuredIsStored() async throws {
        await monitor.setRules([Make.rule(Make.spec())])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await monitor.record([fixture.sample(9)])
        }
        await task.value
        #expect(try await fixture.store.alerts().map(\.state) == [.firing])
        let stored = try await fixture.store.samples(
            metric: "request.duration", since: .distantPast, until: .distantFuture, limit: 9)
        #expect(stored.count == 1)
        #expect(fixture.reasons == [.alertFiring])
    }

    @Test func samplesThatWaitAreBounded() {
        var samples = (0..<5).map { Make.sample(Double($0)) }
        samples.append([Make.sample(5), Make.sample(6)], keeping: 4)
        #expect(samples.map(\.value) == [3, 4, 5, 6])
        samples.append([], keeping: 4)
        #expect(samples.count == 4)
    }
}
