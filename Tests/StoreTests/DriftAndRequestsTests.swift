import Foundation
import Model
import Store
import TestSupport
import Testing

struct DriftAndRequestsTests {
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let time = Date(timeIntervalSince1970: 1_795_255_200.123)

    private func record(_ field: String, resolved: Date? = nil) -> DriftRecord {
        DriftRecord(
            finding: DriftFinding(
                object: pool, environment: "dev", field: field, kind: .missing, desired: "running", actual: nil,
                policy: .report),
            specHash: Digest(rawValue: "h"), firstSeen: time, lastSeen: time, seen: 3,
            resolution: resolved.map { DriftRecord.Resolution(at: $0, by: .human) })
    }

    @Test func openDriftIsTheWholeLedger() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        try await store.saveOpenDrift([record("instance[0]"), record("instance[1]")])
        #expect(try await store.openDrift() == [record("instance[0]"), record("instance[1]")])
        try await store.saveOpenDrift([record("instance[1]")])
        let again = try await Store.open(directory: directory.url)
        #expect(try await again.openDrift() == [record("instance[1]")])
    }

    @Test func endedDriftIsReadByTimeAndSwept() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let ended = (0..<5).map { record("instance[\($0)]", resolved: time.addingTimeInterval(Double($0))) }
        try await store.recordResolvedDrift(ended + [record("open")])
        #expect(try await store.resolvedDrift(since: time.addingTimeInterval(3)) == [ended[4], ended[3]])
        try await store.sweepDrift(keep: 2)
        #expect(try await store.resolvedDrift(since: .distantPast) == [ended[4], ended[3]])
    }

    /// Breaks when `noteAuthor` looks at the object alone: another finding of it would be ana's as well.
    @Test func theAuthorOfDriftThatHasEndedIsNoted() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let ended = (0..<2).map { record("instance[\($0)]", resolved: time.addingTimeInterval(60)) }
        try await store.recordResolvedDrift(ended)
        let author = ChangeAuthor(name: "ana", event: "TerminateInstances", time: time)
        try await store.noteAuthor(author, ofDrift: "instance[1]", of: pool, firstSeen: time)
        try await store.noteAuthor(author, ofDrift: "instance[0]", of: pool, firstSeen: time.addingTimeInterval(1))
        let actors = try await store.resolvedDrift(since: .distantPast).map { ($0.finding.field, $0.actor) }
        let known = Dictionary(actors) { first, _ in first }
        #expect(known["instance[0]"] == "unknown")
        #expect(known["instance[1]"]?.hasPrefix("ana (TerminateInstances") == true)
    }

    @Test func aLossIsRememberedWithTheInstanceForgotten() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let losses = (0..<2).map {
            LostInstance(id: InstanceID(rawValue: "i-\($0)"), object: pool, ordinal: $0, lostAt: time)
        }
        for loss in losses {
            try await store.saveInstance(
                ObservedInstance(
                    id: loss.id, state: .running,
                    tags: InstanceTags(
                        installation: InstallationID(rawValue: "i"), object: pool, ordinal: loss.ordinal,
                        incarnation: 1, specHash: Digest(rawValue: "h"))))
            try await store.noteLoss(of: loss.id, remembering: loss)
        }
        #expect(try await store.instances() == [])
        #expect(try await store.losses() == losses)
        try await store.forgetLosses(of: pool, ordinal: 1)
        #expect(try await store.losses() == [losses[0]])
        try await store.forgetLosses(of: pool)
        #expect(try await store.losses() == [])
        try await store.noteLoss(of: losses[0].id, remembering: nil)
        #expect(try await store.losses() == [])
    }

    @Test func aRequestEndsWithTheStartOfItsRun() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev")
        let requests = ["r-1", "r-2", "r-3"].map {
            RunRequest(run: RunID(rawValue: $0), key: key, usesCache: false, requestedAt: time)
        }
        try await store.saveRunRequests(requests)
        #expect(try await store.runRequests() == requests)
        try await store.startRun(
            RunRecord(
                id: requests[0].run, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), startedAt: time))
        #expect(try await store.runRequests() == Array(requests.dropFirst()))
        try await store.deleteRunRequest(requests[1].run)
        #expect(try await store.runRequests() == [requests[2]])
    }
}
