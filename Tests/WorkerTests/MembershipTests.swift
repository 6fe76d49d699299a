import API
import Foundation
import Model
import TestSupport
import Testing

@testable import Worker

struct MembershipTests {
    @Test func anExpiredCredentialIsReplacedByProof() async throws {
        let fixture = try WorkerFixture(slots: 3)
        try fixture.controller.start()
        let agent = fixture.agent { _, _, _ in WorkerFixture.result(.passed) }
        try await fixture.serving(agent) {
            fixture.queue("one")
            #expect(await eventually { fixture.result("one") != nil })
            // As after the loss of the database: the credential's signature would hold, its worker is unknown.
            fixture.controller.change { $0.credentials = [:] }
            fixture.queue("two")
            #expect(await eventually { fixture.result("two") != nil })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/join"] } == 1)
        #expect((fixture.controller.read { $0.calls["/worker/v1/rejoin"] } ?? 0) >= 1)
        let secrets = fixture.controller.read { Array($0.publicKeys.keys) } + ["join-me"]
        #expect(secrets.count >= 3)
        for line in fixture.lines.all { #expect(!secrets.contains { line.contains($0) }, "\(line)") }
    }

    @Test func callersThatAreRefusedAtOnceShareOneProof() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let link = try await fixture.link()
        fixture.controller.change { $0.credentials = [:] }
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try await link.heartbeat([]) } }
            try await group.waitForAll()
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/rejoin"] } == 1)
    }

    @Test func aRefusedProofDoesNotCountAsAnAnswer() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let link = try await fixture.link()
        fixture.controller.change { state in
            state.credentials = [:]
            state.acceptsRejoin = false
        }
        try await Task.sleep(for: .milliseconds(50))
        let before = link.silence
        await #expect(throws: APIError.unauthorized(message: "fake unauthorized")) { try await link.heartbeat([]) }
        #expect(link.silence > before)
        // A refusal is tried again, and may end.
        fixture.controller.change { state in
            state.acceptsRejoin = true
            state.spentProofs = []
        }
        _ = try await link.heartbeat([])
        #expect(link.silence < .seconds(10))
    }

    @Test func theCredentialIsRenewedAtHalfOfItsLife() async throws {
        let fixture = try WorkerFixture()
        fixture.controller.change { $0.credentialLife = .milliseconds(200) }
        try fixture.controller.start()
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            #expect(await eventually { fixture.controller.read { ($0.calls["/worker/v1/renew"] ?? 0) >= 2 } })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/rejoin"] } == nil)
    }

    @Test func aCredentialOfLongLifeIsLeftAlone() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            #expect(await eventually { fixture.controller.read { $0.heartbeats.count > 3 } })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/renew"] } == nil)
    }

    @Test func halfOfTheLifeIsMeasuredOnTheMonotonicClock() {
        let now = Date(timeIntervalSince1970: 1_000)
        let instant = ContinuousClock.now
        func membership(expiresIn seconds: Double, heartbeat: TimeSpan = .seconds(5)) -> Membership {
            Membership(
                CredentialResponse(
                    worker: WorkerID(rawValue: "w"), credential: "c", expiresAt: now.addingTimeInterval(seconds),
                    lease: .seconds(15), heartbeat: heartbeat), now: now, instant: instant)
        }
        #expect(membership(expiresIn: 100).renewAt == instant.advanced(by: .seconds(50)))
        #expect(membership(expiresIn: -5).renewAt == instant)
        #expect(membership(expiresIn: 1).heartbeat == .seconds(5))
        #expect(membership(expiresIn: 1, heartbeat: .milliseconds(0)).heartbeat > .zero)
    }

    @Test func aProofIsMadeOfWholeSeconds() throws {
        let membership = Membership(
            CredentialResponse(
                worker: WorkerID(rawValue: "w"), credential: "c", expiresAt: Date(), lease: .seconds(15),
                heartbeat: .seconds(5)), now: Date(), instant: .now)
        let hello = WorkerHello(capabilities: [:], resources: InstanceResources(), slots: 1, version: "1")
        let request = try WorkerIdentity().rejoin(
            membership, hello: hello, now: Date(timeIntervalSince1970: 99.99996))
        #expect(request.time == Date(timeIntervalSince1970: 99))
    }
}
