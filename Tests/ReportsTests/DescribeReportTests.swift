import Foundation
import Model
import Reports
import Testing

struct DescribeReportTests {
    private let now = Samples.now

    private func text(_ description: ObjectDescription, style: Style = .plain) -> String {
        DescribeReport.text(description, now: now, style: style)
    }

    @Test("An environment shows its services, what belongs to it and the drift in it")
    func environment() throws {
        var status = ObjectStatus(
            conditions: [
                Samples.condition(.ready, .yes, .servicesServed, "ready, 2 services"),
                Samples.condition(.servicesReady, .yes, .servicesServed, "2 services"),
            ], summary: "ready, 2 services",
            services: [
                ServiceStatus(name: "catalog", ready: true, url: "http://127.0.0.1:34391", mock: true),
                ServiceStatus(name: "shop", ready: false, url: "http://shop", mock: false),
            ])
        status.objects = ObjectCounts(ready: 4, total: 5)
        status.drift = DriftCounts(open: 1)
        let object = Samples.object(
            .environment(
                EnvironmentSpec(
                    type: .dev, variables: ["region": "eu"], secrets: ["token": .environmentVariable("TOKEN")],
                    drift: .report)), "dev", status: status, namespace: "shop")
        let events = [Samples.event(180, .servicesServed, "mocked catalog on 127.0.0.1:34391")]
        try expectGolden(
            text(ObjectDescription(object: object, drift: [Samples.drift()], events: events)),
            "describe-environment.txt")
    }

    @Test("A resource shows its instances, and whose drift policy counts")
    func resource() throws {
        let instances = [
            InstanceStatus(
                ordinal: 0, id: InstanceID(rawValue: "local-1-2"), state: .running, address: nil,
                createdAt: Samples.ago(600), worker: .busy),
            InstanceStatus(
                ordinal: 1, id: InstanceID(rawValue: "local-1-3"), state: .stopped, address: "10.0.0.3",
                createdAt: Samples.ago(600), worker: .offline, drift: "state: stopped"),
        ]
        let spec = CloudResourceSpec(environment: "dev", replicas: 2)
        let object = Samples.object(
            .cloudResource(spec), "pool",
            status: ObjectStatus(
                conditions: [
                    Samples.condition(.ready, .unknown, .progressing, "1 of 2 running"),
                    Samples.condition(.reconciling, .yes, .progressing, "1 of 2 running"),
                    Samples.condition(.workersJoined, .no, .workersMissing, "1 of 2 joined"),
                ], summary: "1/2 running, 1 joined", instances: instances, readyReplicas: 1))
        let inherited = ObjectDescription(
            object: object, environment: EnvironmentSpec(type: .dev, drift: .report))
        try expectGolden(
            text(inherited) + "\n" + text(inherited, style: Style(isColoured: true)), "describe-resource.txt")
        #expect(text(ObjectDescription(object: object)).contains("Drift policy:      correct\n"))
    }

    @Test("A suite shows its runs, and every test of the newest with what went wrong")
    func suite() throws {
        let status = ObjectStatus(
            conditions: [
                Samples.condition(.ready, .yes, .runFinished, "passed 3, failed 1"),
                Samples.condition(.passing, .no, .testsFailed, "1 of 5 failed in dev"),
            ], lastAppliedRevision: Samples.first.description, summary: "passed 3, failed 1 (main@sha1:4f2c91e)")
        let object = Samples.object(
            .testSuite(TestSuiteSpec(environments: ["dev"], timeout: .minutes(5), tests: [])), "checkout",
            status: status)
        let older = Samples.ended(Samples.verdict("r-1", outcome: .passed, cause: .neverRun))
        let runs = [Samples.requested, Samples.ended(), older]
        try expectGolden(
            text(
                ObjectDescription(
                    object: object, runs: runs, newestRun: Samples.ended(), workers: Samples.workers)),
            "describe-suite.txt")
        let stuck = ObjectDescription(
            object: object, runs: [Samples.active()],
            newestRun: Samples.active(unschedulable: ["train": "missing gpu"]))
        #expect(text(stuck).contains("Tests of r-3, 3 of 9 ended:\n"))
        #expect(text(stuck).contains("Unschedulable:\n  `train`: missing gpu\n"))
        #expect(text(ObjectDescription(object: object)).contains("Runs:  none\n"))
    }

    @Test("A rule shows where it stands in words, a policy what it holds")
    func declarations() throws {
        var firing = ObjectStatus(summary: "firing (p95 412 ms > 300 ms)")
        firing.state = .firing
        firing.value = 0.412
        firing.since = Samples.ago(180)
        let spec = AlertRuleSpec(
            metric: "request.duration", tags: ["service": "catalog"], aggregate: .p95, threshold: 0.3,
            duration: .seconds(30), environment: "dev")
        var cache = ObjectStatus(summary: "3 entries, hit rate 80 %")
        cache.entries = 3
        cache.bytes = 49_200
        cache.hitRate = 0.8
        cache.evictions = 1
        cache.savedTime = .milliseconds(61_000)
        let policy = CachePolicySpec(type: .file, ttl: .minutes(60), maxSize: ByteSize(bytes: 64 << 20))
        let objects = [
            Samples.object(.alertRule(spec), "slow", status: firing),
            Samples.object(.alertRule(spec), "new", status: ObjectStatus(summary: "not evaluated yet"), labels: [:]),
            Samples.object(.cachePolicy(policy), "results", status: cache),
        ]
        try expectGolden(
            objects.map { text(ObjectDescription(object: $0)) }.joined(separator: "\n"), "describe-declarations.txt")
    }

    @Test("A run shows why it was due, its tests and what went wrong")
    func run() throws {
        let stages = [Samples.ended(), Samples.active(), Samples.requested]
        try expectGolden(
            stages.map { DescribeReport.text($0, workers: Samples.workers, now: now) }.joined(separator: "\n"),
            "describe-run.txt")
    }

    @Test("A source shows its commit and its problems, a worker what it can do")
    func others() throws {
        let source = SourceStatus(
            name: "default", url: "/home/ana/shop", revision: Samples.newest,
            conditions: [Samples.condition(.ready, .no, .invalidManifests, "a.yaml:1:2: bad")],
            diagnostics: [
                Diagnostic(message: "bad", location: SourceLocation(file: "a.yaml", line: 1, column: 2))
            ], fileCount: 3)
        let worker = WorkerRecord(
            id: WorkerID(rawValue: "default.pool-1.2"),
            tags: InstanceTags(
                installation: InstallationID(rawValue: "x"), object: Samples.pool, ordinal: 1, incarnation: 2,
                specHash: Digest(rawValue: "h")),
            capabilities: ["os": "linux", "gpu": ""], resources: InstanceResources(), slots: 2, version: "0.1.0",
            joinedAt: Samples.ago(600), lastSeen: Samples.ago(2))
        try expectGolden(
            DescribeReport.text(source, now: now) + "\n" + DescribeReport.text(worker, state: .idle, now: now),
            "describe-others.txt")
        #expect(
            DescribeReport.text(
                SourceStatus(name: "new", url: "/x", revision: nil, conditions: []), now: now
            ).contains("Revision:    never read\n"))
    }
}
