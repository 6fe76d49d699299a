import Foundation
import Model
import Testing

@testable import Manifests

/// What is valid and not acted on yet is told once where it stands, and is no error.
struct DeclaredOnlyTests {
    @Test func aFieldIsToldOnceWithEverythingInIt() throws {
        let text = """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec:
              type: dev
              ttl: 8h
              artifacts: { provider: gcp, bucket: b }
              resources: { cpu: 2, storage: 10Gi }

            """
        let set = TreeFixture.load(text).set
        #expect(
            set.diagnostics.map(\.description) == [
                "m.yaml:7:26: provider `gcp` is checked, but this version does not act on it yet",
                "m.yaml:8:24: `storage` is checked, but this version does not act on it yet",
            ])
        #expect(set.diagnostics.allSatisfy { $0.severity == .warning && $0.object != nil })
        #expect(!set.hasErrors && set.objects.count == 1 && set.broken.isEmpty)
        guard case .environment(let spec)? = set.objects.first?.spec else { throw Missing() }
        #expect(spec.ttl == TimeSpan("8h"))
        #expect(spec.artifacts?.provider == .gcp)
    }

    @Test func aValueIsToldWhereItStands() throws {
        let pool = TreeFixture.pool().replacingOccurrences(
            of: "provider: local, type: process", with: "provider: gcp, type: gce"
        )
        .replacingOccurrences(
            of: "replicas: 1", with: "configuration: { instanceType: t3.small, region: eu-west-1 }")
        let set = TreeFixture.load(["a.yaml": TreeFixture.environment, "p.yaml": pool]).set
        #expect(
            set.diagnostics.map(\.description) == [
                "p.yaml:4:37: provider `gcp` is checked, but this version does not act on it yet"
            ])
        for policy in ["InPlace", "Replace"] {
            let acted = TreeFixture.pool().replacingOccurrences(of: "replicas: 1", with: "updatePolicy: \(policy)")
            #expect(TreeFixture.load(["a.yaml": TreeFixture.environment, "p.yaml": acted]).set.diagnostics.isEmpty)
        }
    }

    @Test func anInstanceOfACloudIsReadWhole() throws {
        let text = """
            apiVersion: rondo.dev/v1
            kind: CloudResource
            metadata: { name: vms }
            spec:
              environment: dev
              provider: gcp
              type: gce
              configuration: { instanceType: e2-small, region: europe-west1, image: { family: debian-12 }, spot: true }
              replicas: { min: 2, max: 5, targetQueueTime: 30s }
              drift: { state: report, instance: ignore }

            """
        let set = TreeFixture.load(["a.yaml": TreeFixture.environment, "v.yaml": text]).set
        #expect(!set.hasErrors, "\(set.diagnostics)")
        guard case .cloudResource(let spec)? = set.objects.last?.spec else { throw Missing() }
        #expect(spec.configuration.cloud?.image == .family("debian-12"))
        #expect(spec.configuration.cloud?.spot == true)
        #expect(spec.replicas == 2 && spec.worker == nil)
        #expect(spec.drift?.policy(of: .state) == .report)
        #expect(spec.drift?.policy(of: .tags) == nil)
        #expect("\(spec.drift?.description ?? "")" == "instance: ignore, state: report")
        // What was stored is read again as it was.
        let stored = try CanonicalEncoding.data(set.objects[1])
        #expect(try JSONDecoder().decode(DeclaredObject.self, from: stored) == set.objects[1])
    }

    @Test func everyKindSurvivesTheStore() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/clouds.yaml")
        let metrics = path.deletingLastPathComponent().appending(path: "metrics.yaml")
        let set = TreeFixture.load([
            "c.yaml": try String(contentsOf: path, encoding: .utf8),
            "m.yaml": try String(contentsOf: metrics, encoding: .utf8),
        ]).set
        #expect(set.objects.count >= 5)
        for object in set.objects {
            let stored = try CanonicalEncoding.data(object)
            #expect(try JSONDecoder().decode(DeclaredObject.self, from: stored) == object, "\(object.identity)")
        }
    }

    /// What an earlier version stored has none of the newer fields.
    @Test func whatWasStoredBeforeIsStillRead() throws {
        let old = #"{"type": "staging", "services": {"a": {"url": "http://a"}}, "variables": {}, "secrets": {}}"#
        let spec = try JSONDecoder().decode(EnvironmentSpec.self, from: Data(old.utf8))
        #expect(spec == EnvironmentSpec(type: .staging, services: ["a": .url("http://a")]))
        #expect(spec.taskLimit == 20)
        #expect(EnvironmentSpec(type: .staging, maxConcurrentTasks: 3).taskLimit == 3)
        #expect(EnvironmentSpec(type: .dev).taskLimit == nil)
        let pool = #"""
            {"environment": "dev", "provider": "local", "type": "process", "replicas": 2, "deletionPolicy": "Delete",
             "configuration": {"resources": {"cpu": "500m", "memory": "512Mi"}}, "drift": "report"}
            """#
        let resource = try JSONDecoder().decode(CloudResourceSpec.self, from: Data(pool.utf8))
        #expect(resource.replicas == 2 && resource.drift == .all(.report) && resource.updatePolicy == nil)
        #expect(resource.configuration == ResourceConfiguration())
    }

    @Test func everyProviderHasAMarkInTheTable() {
        guard case .object(let spec)? = FieldTable.document(of: .cloudResource).field("spec")?.type,
            case .enumeration(let values)? = spec.field("provider")?.type
        else {
            Issue.record("the table has no provider")
            return
        }
        for value in values {
            let isImplemented = ProviderName(rawValue: value.name).map(ProviderName.implemented.contains)
            #expect(isImplemented == (value.support == .actedOn), "\(value.name)")
        }
    }

    private struct Missing: Error {}
}
