import API
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Worker

struct LeaseTests {
    @Test func aResultWaitsForAControllerThatIsAway() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        let gate = Gate()
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            #expect(await eventually { gate.entered == 1 })
            fixture.controller.stop()
            gate.open()
            try await Task.sleep(for: .milliseconds(100))
            fixture.controller.change { $0.failures["/worker/v1/result"] = (500, .internalError) }
            try fixture.controller.start()
            #expect(await eventually { fixture.controller.read { ($0.calls["/worker/v1/result"] ?? 0) > 0 } })
            #expect(
                await eventually { fixture.controller.read { $0.heartbeats.last == [LeaseToken(rawValue: "one")] } },
                "the lease is held until its result is taken")
            fixture.controller.change { $0.failures = [:] }
            #expect(await eventually { fixture.result("one")?.outcome == .passed })
        }
    }

    @Test func aLateResultOfALostLeaseIsDropped() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.lost = [LeaseToken(rawValue: "one")] }
        fixture.queue("one")
        fixture.queue("two")
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            #expect(await eventually { fixture.result("two") != nil })
        }
        #expect(fixture.result("one") == nil)
        #expect(fixture.controller.read { $0.calls["/worker/v1/result"] } == 2, "it is tried once")
    }

    @Test func aRefusedResultIsReplacedByOneThatSaysSo() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let reporter = try await link(fixture)
        fixture.controller.change { $0.failures["/worker/v1/result"] = (400, .badRequest) }
        await reporter.deliver(WorkerFixture.result(.passed), for: LeaseToken(rawValue: "one"))
        #expect(fixture.controller.read { $0.calls["/worker/v1/result"] } == 2)
        #expect(fixture.result("one") == nil)
    }

    @Test func aResultIsGivenUpAtTheSelfEnd() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let reporter = try await link(fixture, selfEnd: .milliseconds(100))
        fixture.controller.stop()
        await reporter.deliver(WorkerFixture.result(.passed), for: LeaseToken(rawValue: "one"))
        #expect(fixture.result("one") == nil)
    }

    /// A reporter of a worker that has joined.
    private func link(_ fixture: WorkerFixture, selfEnd: Duration = .seconds(600)) async throws -> ResultReporter {
        ResultReporter(link: try await fixture.link(), selfEnd: selfEnd, logger: fixture.logger)
    }

    @Test func aHeartbeatCanCancelAnAttempt() async throws {
        let fixture = try WorkerFixture(slots: 2)
        try fixture.controller.start()
        fixture.queue("one")
        fixture.queue("two")
        let gate = Gate()
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            #expect(await eventually { gate.entered == 2 })
            fixture.controller.change { $0.cancel = [LeaseToken(rawValue: "one"), LeaseToken(rawValue: "unknown")] }
            #expect(await eventually { fixture.result("one")?.outcome == .cancelled })
            #expect(fixture.result("two") == nil)
            gate.open()
            #expect(await eventually { fixture.result("two")?.outcome == .passed })
        }
    }

    @Test func aScratchFolderThatCannotBeMadeIsAnErroredAttempt() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        try fixture.directory.write("in the way", to: "boot/scratch")
        fixture.queue("one")
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(fixture.result("one")?.outcome == .errored)
        #expect(fixture.result("one")?.message?.contains("scratch") == true)
    }

    @Test func onceClosedNothingIsTaken() {
        let registry = AttemptRegistry()
        let lease = LeaseToken(rawValue: "l")
        #expect(registry.take(lease) {})
        #expect(!registry.closeIfIdle(), "something is held")
        #expect(registry.take(LeaseToken(rawValue: "m")) {})
        registry.release(lease)
        registry.release(LeaseToken(rawValue: "m"))
        #expect(registry.closeIfIdle())
        #expect(registry.isClosed)
        #expect(!registry.take(lease) {})
        #expect(registry.closeIfIdle())
        #expect(registry.held.isEmpty)
    }
}
