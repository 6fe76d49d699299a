import Foundation
import Model
import Testing

@testable import Manifests

/// What the controller writes under `status` fits what the table says of it.
struct StatusFieldsTests {
    private static let date = Date(timeIntervalSince1970: 1_795_255_200)

    @Test(arguments: Kind.allCases)
    func describesWhatIsWritten(kind: Kind) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let data = try encoder.encode(Self.status(of: kind))
        let root = try #require(YAMLParser.parse(data).documents.first)
        var validator = Validator(file: "s.json", rootName: "status") { SourceText(data) }
        _ = validator.walk(root, schema: FieldTable.status(of: kind))
        #expect(validator.diagnostics.map(\.message) == [])
    }

    private static func status(of kind: Kind) -> ObjectStatus {
        var status = ObjectStatus(
            observedGeneration: 3,
            conditions: [
                Condition(
                    type: .ready, status: .yes, reason: .succeeded, message: "as git says", lastTransitionTime: date)
            ], lastAppliedRevision: "main@sha1:4f2c91e", lastAttemptedRevision: "main@sha1:4f2c91e", summary: "ready",
            held: .sourceStale("gone"))
        status.protected = true
        status.unwantedSince = date
        status.approval = ApprovalStatus(
            Approval(
                hash: Digest(rawValue: "3f9a"), source: "default",
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), targets: [],
                approvedBy: "ana", approvedAt: date))
        status.suspension = Suspension(
            object: ObjectIdentity(kind: kind, name: "a"), reason: "a look", author: "ana", since: date, until: date)
        status.expires = date
        status.pausedUntil = date
        switch kind {
        case .environment:
            status.services = [ServiceStatus(name: "shop", ready: true, url: "http://127.0.0.1:1", mock: true)]
            status.objects = ObjectCounts(ready: 1, total: 2)
            status.drift = DriftCounts(open: 0)
        case .cloudResource:
            status.instances = [
                InstanceStatus(
                    ordinal: 0, id: InstanceID(rawValue: "i-1"), state: .running, address: "127.0.0.1", createdAt: date,
                    worker: .idle, drift: "lost")
            ]
            status.readyReplicas = 1
            status.nextUptimeChange = date
        case .testSuite:
            status.runs = [
                RunStatus(
                    id: RunID(rawValue: "r-1"), environment: "dev", revision: "main@sha1:4f2c91e", outcome: .passed,
                    counts: OutcomeCounts(passed: 2), startedAt: date, duration: .seconds(2))
            ]
        case .alertRule:
            status.state = .firing
            status.value = 0.5
            status.since = date
        case .cachePolicy:
            status.entries = 1
            status.bytes = 20
            status.hitRate = 0.5
            status.evictions = 0
            status.savedTime = .seconds(9)
        }
        return status
    }
}
