import Crypto
import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Access

struct WorkerCredentialsTests {
    private let installation: Installation
    private let key = Curve25519.Signing.PrivateKey()
    private let now = Installation.now

    init() async throws { installation = try await Installation() }

    private var credentials: WorkerCredentials { installation.credentials }

    @Test func aCredentialSaysWhoItsBearerIsUntilItEnds() throws {
        let bearer = try issue(lifetime: .seconds(60))
        let claims = try credentials.verify(bearer, now: now.addingTimeInterval(59))
        #expect(claims.worker == Installation.worker)
        #expect(claims.tags == installation.tags)
        #expect(claims.publicKey == key.publicKey.rawRepresentation)
        #expect(abs(claims.expires.timeIntervalSince(now) - 60) < 0.001)
        #expect(throws: AccessError.tokenExpired) { try credentials.verify(bearer, now: now.addingTimeInterval(60)) }
    }

    @Test func itNeedsNoDatabase() async throws {
        let bearer = try issue()
        let empty = try TemporaryDirectory()
        let other = WorkerCredentials(
            identity: installation.identity, store: try await Store.open(directory: empty.url))
        #expect(try other.verify(bearer, now: now).worker == Installation.worker)
    }

    @Test func whatWasChangedOrIsNotOursIsRefused() async throws {
        let bearer = try issue()
        for offset in stride(from: 0, to: bearer.count, by: 11) {
            #expect(throws: AccessError.tokenInvalid) { try credentials.verify(tampered(bearer, at: offset), now: now) }
        }
        let other = try await Installation()
        #expect(throws: AccessError.tokenInvalid) { try other.credentials.verify(bearer, now: now) }
        let join = try installation.joinTokens.issue(instance: installation.tags, now: now, lifetime: .minutes(1))
        #expect(throws: AccessError.tokenInvalid) { try credentials.verify(join.reveal(), now: now) }
    }

    @Test(arguments: [0, 31, 33])
    func onlyAnEd25519KeyIsTaken(count: Int) {
        #expect(throws: AccessError.keyInvalid) {
            try credentials.issue(
                worker: Installation.worker, tags: installation.tags, publicKey: Data(repeating: 1, count: count),
                now: now, lifetime: .minutes(1))
        }
    }

    @Test func renewingMovesTheEndAndNothingElse() throws {
        let bearer = try issue(lifetime: .seconds(60))
        let later = now.addingTimeInterval(50)
        let renewed = try credentials.renew(bearer, now: later, lifetime: .seconds(60)).reveal()
        let claims = try credentials.verify(renewed, now: now.addingTimeInterval(100))
        #expect(claims.tags == installation.tags)
        #expect(claims.publicKey == key.publicKey.rawRepresentation)
        #expect(throws: AccessError.tokenExpired) {
            try credentials.renew(bearer, now: now.addingTimeInterval(60), lifetime: .seconds(60))
        }
    }

    @Test func anExpiredWorkerJoinsAgainByItsKeyOnce() async throws {
        let bearer = try issue(lifetime: .seconds(60))
        let later = now.addingTimeInterval(86_400)
        let proof = try prove(at: later)
        let claims = try await credentials.rejoin(expired: bearer, time: later, proof: proof, now: later)
        #expect(claims.worker == Installation.worker)
        await #expect(throws: AccessError.tokenSpent) {
            try await credentials.rejoin(expired: bearer, time: later, proof: proof, now: later)
        }
        // A moment later it may prove itself anew.
        let again = later.addingTimeInterval(1)
        _ = try await credentials.rejoin(expired: bearer, time: again, proof: try prove(at: again), now: again)
    }

    @Test func theProofSurvivesTheLossOfTheDatabases() async throws {
        let bearer = try issue()
        let empty = try TemporaryDirectory()
        let other = WorkerCredentials(
            identity: installation.identity, store: try await Store.open(directory: empty.url))
        _ = try await other.rejoin(expired: bearer, time: now, proof: try prove(at: now), now: now)
    }

    @Test func whoDoesNotHoldTheKeyStaysOut() async throws {
        let bearer = try issue()
        let thief = Curve25519.Signing.PrivateKey()
        let message = RejoinProof.message(worker: Installation.worker, time: now)
        let other = RejoinProof.message(worker: WorkerID(rawValue: "w2"), time: now)
        for proof in [
            try thief.signature(for: message), try key.signature(for: other), Data(), Data(repeating: 0, count: 64),
            try prove(at: now.addingTimeInterval(2)),
        ] {
            await #expect(throws: AccessError.proofInvalid) {
                try await credentials.rejoin(expired: bearer, time: now, proof: proof, now: now)
            }
        }
        // Refused tries spend nothing.
        _ = try await credentials.rejoin(expired: bearer, time: now, proof: try prove(at: now), now: now)
    }

    @Test(arguments: [-301.0, 301])
    func aProofIsGoodForFiveMinutes(offset: Double) async throws {
        let bearer = try issue()
        let time = now.addingTimeInterval(offset)
        await #expect(throws: AccessError.proofOutdated) {
            try await credentials.rejoin(expired: bearer, time: time, proof: try prove(at: time), now: now)
        }
        let near = now.addingTimeInterval(offset * 0.99)
        _ = try await credentials.rejoin(expired: bearer, time: near, proof: try prove(at: near), now: now)
    }

    @Test func aProofCannotBeUsedAgainAfterASweep() async throws {
        let bearer = try issue()
        let ahead = now.addingTimeInterval(299)
        let proof = try prove(at: ahead)
        _ = try await credentials.rejoin(expired: bearer, time: ahead, proof: proof, now: now)
        // As long as its time is near enough to be taken, its mark is kept.
        let last = ahead.addingTimeInterval(300)
        try await installation.store.sweepSpentTokens(before: last)
        await #expect(throws: AccessError.tokenSpent) {
            try await credentials.rejoin(expired: bearer, time: ahead, proof: proof, now: last)
        }
    }

    @Test func thirtyDaysAfterItsEndACredentialIsNothing() async throws {
        let bearer = try issue(lifetime: .seconds(0))
        let end = now.addingTimeInterval(30 * 86_400)
        await #expect(throws: AccessError.tokenExpired) {
            try await credentials.rejoin(expired: bearer, time: end, proof: try prove(at: end), now: end)
        }
        let before = end.addingTimeInterval(-1)
        _ = try await credentials.rejoin(expired: bearer, time: before, proof: try prove(at: before), now: before)
    }

    @Test func aCredentialOfOthersIsRefusedWhateverItsProof() async throws {
        let other = try await Installation()
        let foreign = try other.credentials.issue(
            worker: Installation.worker, tags: other.tags, publicKey: key.publicKey.rawRepresentation, now: now,
            lifetime: .minutes(1)
        ).reveal()
        await #expect(throws: AccessError.tokenInvalid) {
            try await credentials.rejoin(expired: foreign, time: now, proof: try prove(at: now), now: now)
        }
    }

    @Test func theMessageStaysTheSameWhenADateLosesItsMilliseconds() {
        for milliseconds in 0..<1_000 {
            let exact = Date(timeIntervalSince1970: 1_763_723_583 + Double(milliseconds) / 1_000)
            let formatted = exact.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            let sent = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(formatted)
            #expect(sent.map(RejoinProof.seconds) == RejoinProof.seconds(exact))
        }
        #expect(RejoinProof.seconds(Date(timeIntervalSince1970: .infinity)) == 0)
        let message = RejoinProof.message(worker: Installation.worker, time: now)
        #expect(String(decoding: message, as: UTF8.self) == "rondo worker rejoin v1\nw1\n1763723583\n")
    }

    private func issue(lifetime: TimeSpan = .minutes(1)) throws -> String {
        try credentials.issue(
            worker: Installation.worker, tags: installation.tags, publicKey: key.publicKey.rawRepresentation, now: now,
            lifetime: lifetime
        ).reveal()
    }

    private func prove(at time: Date) throws -> Data {
        try key.signature(for: RejoinProof.message(worker: Installation.worker, time: time))
    }
}
