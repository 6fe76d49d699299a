import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Monitoring

struct MonitorTests {
    private let fixture: MonitorFixture
    private var monitor: Monitor { fixture.monitor }
    private var clock: ManualClock { fixture.clock }

    init() async throws { fixture = try await MonitorFixture() }

    @Test func aRuleGoesPendingFiringAndResolved() async throws {
        await monitor.setRules([Make.rule(Make.spec(duration: .seconds(30)))])
        #expect(await monitor.state() == .inactive)
        await monitor.record([fixture.sample(0.412)])
        #expect(await monitor.state() == .pending)
        #expect(await monitor.nextDeadline() == Make.start.addingTimeInterval(30))
        clock.advance(by: 29)
        await monitor.tick()
        #expect(await monitor.state() == .pending)
        clock.advance(by: 1)
        await monitor.tick()
        #expect(await monitor.state() == .firing)
        #expect(await monitor.nextDeadline() == Make.start.addingTimeInterval(60))
        await monitor.record([fixture.sample(0.084)])
        #expect(await monitor.value() == 0.412)
        clock.advance(by: 30)
        await monitor.tick()
        #expect(await monitor.state() == .resolved)

        #expect(
            fixture.messages == [
                "pending: max 412 ms > 300 ms; fires when it has been so for 30s",
                "firing (critical): max 412 ms > 300 ms for 30s", "resolved: max 84 ms < 300 ms",
            ])
        #expect(fixture.reasons == [.alertPending, .alertFiring, .alertResolved])
        #expect(fixture.events.all.map(\.severity) == [.normal, .warning, .normal])
        #expect(fixture.events.all.allSatisfy { $0.object == Make.identity() && $0.revision == "main@sha1:4f2c91e" })
        #expect(fixture.events.all.map(\.time) == [0, 30, 60].map(Make.start.addingTimeInterval))
    }

    @Test func aPendingRuleThatCalmsDownSaysNothing() async throws {
        await monitor.setRules([Make.rule(Make.spec(aggregate: .avg, duration: .seconds(30)))])
        await monitor.record([fixture.sample(0.4)])
        await monitor.record([fixture.sample(0.1)])
        #expect(await monitor.state() == .inactive)
        #expect(fixture.reasons == [.alertPending])
    }

    @Test(arguments: AlertRuleSpec.AlertSeverity.allCases)
    func theSeverityOfTheRuleIsNamed(severity: AlertRuleSpec.AlertSeverity) async throws {
        await monitor.setRules([Make.rule(Make.spec(severity: severity))])
        await monitor.record([fixture.sample(0.412)])
        #expect(fixture.messages == ["firing (\(severity.rawValue)): max 412 ms > 300 ms"])
    }

    @Test func twoNamespacesDoNotSeeEachOthersSamples() async throws {
        await monitor.setRules([
            Make.rule(Make.spec(), namespace: "shop"),
            Make.rule(Make.spec(tags: ["namespace": "shop"]), namespace: "bank"),
        ])
        await monitor.record([fixture.sample(9, namespace: "shop")])
        #expect(await monitor.state(namespace: "shop") == .firing)
        #expect(await monitor.state(namespace: "bank") == .inactive)
        #expect(await monitor.value(namespace: "bank") == nil)
        let next = try await fixture.restarted()
        await next.setRules([Make.rule(Make.spec(), namespace: "bank")])
        #expect(await next.value(namespace: "bank") == nil)
    }

    @Test func samplesAreStoredWhetherOrNotARuleSeesThem() async throws {
        await monitor.record([fixture.sample(0.1), fixture.sample(.nan), fixture.sample(3, .runFailed)])
        let since = Make.start.addingTimeInterval(-60)
        for metric in [MetricName.requestDuration, .runFailed] {
            let stored = try await fixture.store.samples(
                metric: metric.rawValue, since: since, until: Make.start, limit: 9)
            #expect(stored.count == 1)
            #expect(stored.first?.tags == ["namespace": "shop", "environment": "dev"])
        }
    }

    @Test func onlyRulesThatSeeASampleAreEvaluatedForIt() async throws {
        await monitor.setRules([
            Make.rule(Make.spec(duration: .seconds(10)), name: "slow"), Make.rule(Make.spec(.runFailed), name: "red"),
        ])
        await monitor.record([fixture.sample(9)])
        clock.advance(by: 10)
        await monitor.record([fixture.sample(9, .runFailed)])
        #expect(await monitor.state("red") == .firing)
        #expect(await monitor.state("slow") == .pending)
        await monitor.tick()
        #expect(await monitor.state("slow") == .firing)
    }

    @Test func aNewRuleSeesWhatWasStoredBefore() async throws {
        await monitor.record([fixture.sample(0.5)])
        clock.advance(by: 30)
        await monitor.record([fixture.sample(0.1)])
        await monitor.setRules([Make.rule(Make.spec(aggregate: .count, threshold: 1))])
        #expect(await monitor.value() == 2)
        #expect(await monitor.state() == .firing)
        clock.advance(by: 30)
        await monitor.tick()
        #expect(await monitor.value() == 1)
    }

    @Test func samplesThatComeWhileWindowsAreFilledCountOnce() async throws {
        await monitor.record((0..<10_000).map { _ in fixture.sample(1) })
        let heldBack = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await monitor.setRules([Make.rule(Make.spec(aggregate: .count, threshold: 1e9))])
                return false
            }
            for _ in 0..<10 {
                group.addTask {
                    while await monitor.held == nil, await monitor.value() == nil { await Task.yield() }
                    let isHeldBack = await monitor.held != nil
                    await monitor.record([fixture.sample(1)])
                    return isHeldBack
                }
            }
            return try await group.reduce(into: false) { $0 = $0 || $1 }
        }
        #expect(heldBack)
        #expect(await monitor.value() == 10_010)
        let stored = try await fixture.store.samples(
            metric: "request.duration", since: .distantPast, until: .distantFuture, limit: 99_999)
        #expect(stored.count == 10_010)
    }

    @Test func samplesThatComeBeforeWindowsAreFilledCountOnce() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let busy = await monitor.inTurn { for await _ in gate {} }
        async let setting: Void = monitor.setRules([Make.rule(Make.spec(aggregate: .count, threshold: 1e9))])
        #expect(await eventually { await monitor.lastTurn != busy })
        async let recording: Void = monitor.record([fixture.sample(1)])
        #expect(await eventually { await monitor.unwritten.count == 1 })
        opening.finish()
        _ = await (setting, recording)
        #expect(await monitor.value() == 1)
        await monitor.record([fixture.sample(1)])
        #expect(await monitor.value() == 2)
    }

    @Test func aChangedRuleStartsOverAndSeesItsOwnSamples() async throws {
        await monitor.setRules([Make.rule(Make.spec())])
        await monitor.record([fixture.sample(9), fixture.sample(7, .runFailed)])
        #expect(await monitor.state() == .firing)
        clock.advance(by: 1)
        await monitor.setRules([Make.rule(Make.spec(.runFailed, threshold: 10), hash: "2")])
        #expect(await monitor.state() == .inactive)
        #expect(await monitor.value() == 7)
        let stored = try await fixture.store.alerts()
        #expect(stored.map(\.specHash.rawValue) == ["2"])
        #expect(stored.map(\.since) == [clock.now()])
    }

    @Test func anotherCommitWithTheSameRuleChangesNothing() async throws {
        await monitor.setRules([Make.rule(Make.spec(duration: .seconds(5)))])
        await monitor.record([fixture.sample(9)])
        await monitor.setRules([Make.rule(Make.spec(duration: .seconds(5)), revision: "main@sha1:0000000")])
        #expect(await monitor.state() == .pending)
        clock.advance(by: 5)
        await monitor.tick()
        #expect(fixture.events.all.map(\.revision) == ["main@sha1:4f2c91e", "main@sha1:0000000"])
    }

    @Test func aRuleThatLeftIsForgotten() async throws {
        let rules = [Make.rule(Make.spec(), name: "a"), Make.rule(Make.spec(), name: "b")]
        await monitor.setRules(rules)
        await monitor.record([fixture.sample(9)])
        await monitor.setRules([rules[1]])
        #expect(await monitor.records().keys.map(\.name) == ["b"])
        #expect(try await fixture.store.alerts().map(\.rule.name) == ["b"])
        // A window that outlives its rule would fire for it again.
        clock.advance(by: 61)
        await monitor.setRules(rules)
        #expect(await monitor.state("a") == .inactive)
        #expect(try await fixture.store.alerts().map(\.rule.name) == ["a", "b"])
    }

    @Test func aRuleThatComesBackIsStoredAgain() async throws {
        for rules in [[Make.rule(Make.spec())], [], [Make.rule(Make.spec())]] {
            await monitor.setRules(rules)
            #expect(try await fixture.store.alerts().count == rules.count)
        }
    }

    @Test func changesAreToldWhenAStateOrAValueIsAnother() async throws {
        let monitor = fixture.counting()
        await monitor.setRules([Make.rule(Make.spec(duration: .seconds(30)))])
        #expect(fixture.changes == 0)
        await monitor.record([fixture.sample(0.1)])
        #expect(fixture.changes == 1)
        await monitor.record([fixture.sample(0.1)])
        await monitor.record([fixture.sample(7, .runFailed)])
        await monitor.tick()
        #expect(fixture.changes == 1)
        await monitor.record([fixture.sample(0.4)])
        #expect(fixture.changes == 2)
        clock.advance(by: 30)
        await monitor.tick()
        #expect(fixture.changes == 3)
    }

    @Test func windowsAreBounded() async throws {
        await monitor.setRules([
            Make.rule(Make.spec(aggregate: .count, threshold: 1e9), name: "count"),
            Make.rule(Make.spec(aggregate: .p99, threshold: 1e9), name: "p99"),
        ])
        let samples = (1...100_500).map { fixture.sample(Double($0)) }
        await monitor.record(samples)
        #expect(await monitor.value("count") == 100_000)
        // Of 501…100,500: the oldest went.
        #expect(await monitor.value("p99") == 99_500)
    }

    @Test func itSleepsUntilTheNextDeadline() async throws {
        let running = Task { await monitor.run() }
        await monitor.setRules([Make.rule(Make.spec(duration: .milliseconds(500)))])
        #expect(await eventually { await monitor.isSleeping })
        await monitor.record([fixture.sample(9)])
        #expect(await monitor.state() == .pending)
        #expect(await eventually { await monitor.isSleeping })
        clock.advance(by: 0.5)
        #expect(await eventually { await monitor.state() == .firing })
        clock.advance(by: 60)
        await monitor.record([fixture.sample(0.1)])
        #expect(await eventually { await monitor.state() == .resolved })
        running.cancel()
        await running.value
    }

    @Test func runEndsWhenItIsCancelledInItsSleep() async throws {
        let running = Task { await monitor.run() }
        #expect(await eventually { await monitor.isSleeping })
        running.cancel()
        await running.value
    }

    @Test func withoutSamplesNothingDependsOnTimeAlone() async throws {
        #expect(await monitor.nextDeadline() == nil)
        await monitor.setRules([Make.rule(Make.spec())])
        #expect(await monitor.nextDeadline() == nil)
        await monitor.record([fixture.sample(0.1)])
        #expect(await monitor.nextDeadline() == Make.start.addingTimeInterval(60))
    }
}
