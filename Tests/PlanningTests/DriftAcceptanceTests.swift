import Foundation
import Model
import Planning
import Testing

struct DriftAcceptanceTests {
    private func record(
        _ object: DeclaredObject, _ field: String, _ kind: DriftFinding.DriftClass,
        resolution: DriftRecord.Resolution? = nil
    ) -> DriftRecord {
        DriftRecord(
            finding: DriftFinding(
                object: object.identity, environment: "dev", field: field, kind: kind, desired: "running", actual: nil,
                policy: .report), firstSeen: Samples.start, lastSeen: Samples.start, resolution: resolution)
    }

    @Test("Instances that are gone are wanted no more")
    func missing() throws {
        let pool = Samples.pool(replicas: 3)
        let last = try #require(DriftAcceptance(of: pool, [record(pool, "instance[2]", .missing)]))
        #expect(last.edits == [ManifestEdit("spec", "replicas", value: .integer(2))])
        #expect(last.notes.isEmpty && last.records.count == 1)
        let first = try #require(
            DriftAcceptance(of: pool, [record(pool, "instance[0]", .missing), record(pool, "instance[2]", .missing)]))
        #expect(first.edits == [ManifestEdit("spec", "replicas", value: .integer(1))])
        #expect(first.notes.first?.contains("0 will be made again") == true)
    }

    @Test("The state of one that is stopped is ignored, and the policy of all else stays")
    func stopped() throws {
        func edits(_ pool: DeclaredObject) -> [ManifestEdit]? {
            DriftAcceptance(of: pool, [record(pool, "instance[0].state", .changed)])?.edits
        }
        #expect(edits(Samples.pool()) == [ManifestEdit("spec", "drift", value: .object(["state": .string("ignore")]))])
        #expect(
            edits(Samples.pool(drift: .report)) == [
                ManifestEdit(
                    "spec", "drift", value: .object(["state": .string("ignore"), "instance": .string("report")]))
            ])
        let byField = CloudResourceSpec(environment: "dev", drift: .byField([.instance: .report]))
        let object = DeclaredObject(
            identity: ObjectIdentity(kind: .cloudResource, name: "pool"), spec: .cloudResource(byField))
        #expect(edits(object) == [ManifestEdit("spec", "drift", "state", value: .string("ignore"))])
    }

    @Test("A pool that follows the queue has another lower bound")
    func bounds() {
        let spec = CloudResourceSpec(
            environment: "dev", scale: .following(min: 2, max: 5, targetQueueTime: .seconds(60)))
        let object = DeclaredObject(
            identity: ObjectIdentity(kind: .cloudResource, name: "pool"), spec: .cloudResource(spec))
        #expect(
            DriftAcceptance(of: object, [record(object, "instance[1]", .missing)])?.edits
                == [ManifestEdit("spec", "replicas", "min", value: .integer(1))])
    }

    @Test("What has ended, or is another object's, changes nothing")
    func nothing() {
        let pool = Samples.pool()
        let ended = DriftRecord.Resolution(at: Samples.start, by: .human)
        #expect(DriftAcceptance(of: pool, [record(pool, "instance[0]", .missing, resolution: ended)]) == nil)
        #expect(DriftAcceptance(of: pool, [record(Samples.pool("other"), "instance[0]", .missing)]) == nil)
        #expect(DriftAcceptance(of: Samples.environment(), []) == nil)
    }
}
