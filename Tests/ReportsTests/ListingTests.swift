import Foundation
import Model
import Reports
import Testing

struct ListingTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)
    private let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e" + String(repeating: "0", count: 33)))

    private func row(
        _ spec: ObjectSpec, _ name: String, ready: Condition.Value = .yes, status: ObjectStatus = ObjectStatus(),
        namespace: String = "default", age: Double? = 300, manifest: JSONValue = .object([:])
    ) -> ObjectRow {
        var status = status
        status.conditions = [
            Condition(
                type: .ready, status: ready, reason: .succeeded,
                message: ready == .yes ? "fine" : "waits for Environment/dev", lastTransitionTime: now),
            Condition(type: .passing, status: ready, reason: .testsPassed, lastTransitionTime: now),
        ]
        if status.summary.isEmpty { status.summary = "ready" }
        let declared = DeclaredObject(
            identity: ObjectIdentity(kind: spec.kind, namespace: namespace, name: name), labels: ["team": "shop"],
            annotations: ["note": "x"], spec: spec, manifest: manifest)
        return ObjectRow(
            declared: declared, status: status, generation: 2, createdAt: age.map { now.addingTimeInterval(-$0) })
    }

    private func rows() throws -> [ObjectRow] {
        let environment = EnvironmentSpec(
            type: .dev, services: ["cart": .mock(MockSpec(routes: [])), "shop": .url("http://shop")])
        let services = [
            ServiceStatus(name: "cart", ready: true, url: "http://127.0.0.1:4000", mock: true),
            ServiceStatus(name: "shop", ready: false, url: nil, mock: false),
        ]
        let instance = InstanceStatus(
            ordinal: 0, id: InstanceID(rawValue: "local-1-2"), state: .stopped, address: nil, createdAt: now,
            drift: "state: stopped")
        let suiteStatus = ObjectStatus(
            summary: "passed 8, flaky 1 (main@sha1:4f2c91e)",
            runs: [
                RunStatus(
                    id: RunID(rawValue: "r-1"), environment: "dev", revision: revision.description, outcome: .passed,
                    counts: OutcomeCounts(passed: 8), startedAt: now.addingTimeInterval(-3_600), duration: .seconds(9))
            ])
        let rule = try JSONDecoder().decode(
            AlertRuleSpec.self,
            from: Data(
                #"{"metric": "run.duration", "tags": {}, "aggregate": "p95", "window": "1m", "condition": "gt", "threshold": 0.3, "duration": "0ms", "severity": "info", "noData": "ok", "notify": []}"#
                    .utf8))
        let cache = try JSONDecoder().decode(
            CachePolicySpec.self,
            from: Data(
                #"{"type": "file", "ttl": "1h", "maxSize": "512Mi", "evictionPolicy": "lru", "scope": "results", "tier": 0, "environments": []}"#
                    .utf8))
        var firing = ObjectStatus(summary: "firing (p95 412 ms > 300 ms)")
        firing.state = .firing
        firing.value = 0.412
        firing.since = now.addingTimeInterval(-180)
        var held = ObjectStatus(summary: "3 entries, hit rate 80 %")
        held.entries = 3
        held.bytes = 1_300_000
        held.hitRate = 0.8
        return [
            row(.environment(environment), "dev", status: ObjectStatus(services: services)),
            row(.environment(EnvironmentSpec(type: .prod)), "live", ready: .no, namespace: "shop", age: nil),
            row(
                .cloudResource(CloudResourceSpec(environment: "dev", replicas: 2)), "pool", ready: .unknown,
                status: ObjectStatus(instances: [instance], readyReplicas: 1), age: 800_000),
            row(
                .testSuite(TestSuiteSpec(environments: ["dev", "live"], tests: [])), "checkout", status: suiteStatus),
            row(.testSuite(TestSuiteSpec(environments: ["dev"], tests: [])), "new", ready: .unknown),
            row(.alertRule(rule), "slow", status: firing), row(.alertRule(rule), "new"),
            row(.cachePolicy(cache), "results", status: held), row(.cachePolicy(cache), "empty"),
        ]
    }

    @Test(arguments: Kind.allCases)
    func eachKindHasATable(kind: Kind) throws {
        let rows = try rows()
        let text =
            try ObjectListing.text(kind, rows, now: now) + "\n"
            + ObjectListing.text(kind, rows, format: .wide, now: now, headers: false)
        try expectGolden(text, "get-\(kind.rawValue).txt")
    }

    @Test func namesAreForScripts() throws {
        #expect(
            try ObjectListing.text(.environment, rows(), format: .name, now: now)
                == "Environment/dev\nEnvironment/shop/live\n")
        #expect(try ObjectListing.text(.environment, [], now: now) == "")
    }

    @Test func documentsAreManifestsWithStatus() throws {
        let written = row(
            .environment(EnvironmentSpec(type: .dev)), "dev", manifest: .object(["type": .string("dev")]))
        try expectGolden(ObjectListing.text(.environment, [written], format: .yaml, now: now), "list.yaml")
        let json = try ObjectListing.text(.environment, rows(), format: .json, now: now)
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
        #expect(list["formatVersion"] == .string("1"))
        #expect(list["kind"] == .string("EnvironmentList"))
        var items: [JSONValue] = []
        if case .array(let found)? = list["items"] { items = found }
        #expect(items.map { $0["spec"]?["type"]?.string } == ["dev", "prod"])
    }

    @Test func coloursTellReadiness() throws {
        let text = try ObjectListing.text(.environment, rows(), now: now, style: Style(isColoured: true))
        #expect(text.contains("\u{1B}[32mTrue\u{1B}[0m"))
        #expect(text.contains("\u{1B}[31mFalse\u{1B}[0m"))
    }

    @Test func sourcesAreListed() throws {
        let fetched = Condition(type: .fetched, status: .no, reason: .fetchFailed, message: "no network")
        let rows = [
            SourceRow(
                SourceStatus(name: "default", url: "/home/ana/shop", revision: revision, conditions: [fetched])),
            SourceRow(SourceStatus(name: "new", url: "/x", revision: nil, conditions: [])),
        ]
        #expect(
            try Listing.text(rows, now: now) == """
                NAME      URL              REVISION            READY   STATUS
                default   /home/ana/shop   main@sha1:4f2c91e   False   no network
                new       /x               –                   –       –

                """)
        #expect(try Listing.text(rows, format: .name, now: now) == "Source/default\nSource/new\n")
    }

    @Test func workersAreListed() throws {
        let tags = InstanceTags(
            installation: InstallationID(rawValue: "x"), object: ObjectIdentity(kind: .cloudResource, name: "pool"),
            ordinal: 1, incarnation: 1, specHash: Digest(rawValue: "h"))
        let worker = WorkerRecord(
            id: WorkerID(rawValue: "local-1-2"), tags: tags, capabilities: ["os": "linux", "gpu": ""],
            resources: InstanceResources(), slots: 2, version: "0.1.0", joinedAt: now.addingTimeInterval(-600),
            lastSeen: now.addingTimeInterval(-2))
        let rows = WorkerState.allCases.map { WorkerRow(worker, state: $0) }
        #expect(
            try Listing.text(rows, format: .wide, now: now) == """
                NAME     STATE     CAPABILITIES   SLOTS   LAST SEEN   ID          VERSION   AGE
                pool-1   idle      gpu,os=linux   2       2 s ago     local-1-2   0.1.0     10m
                pool-1   busy      gpu,os=linux   2       2 s ago     local-1-2   0.1.0     10m
                pool-1   offline   gpu,os=linux   2       2 s ago     local-1-2   0.1.0     10m

                """)
        #expect(try Listing.text(rows, format: .name, now: now).hasPrefix("Worker/pool-1\n"))
        #expect(try Listing.list(rows)["kind"] == .string("WorkerList"))
    }

    @Test func runsAreListed() throws {
        let suite = ObjectIdentity(kind: .testSuite, name: "checkout")
        func finished(_ outcome: Outcome, namespace: String = "default") -> RunRow {
            let key = SuiteKey(
                suite: ObjectIdentity(kind: .testSuite, namespace: namespace, name: "checkout"), environment: "dev")
            return RunRow(
                FinishedRun(
                    key: key,
                    verdict: Verdict(
                        run: RunID(rawValue: "r-2"), digest: Digest(rawValue: "d"), revision: revision,
                        outcome: outcome,
                        counts: OutcomeCounts(passed: 8, failed: 1, timedOut: 1, cancelled: 1, flaky: 1),
                        startedAt: now.addingTimeInterval(-60), endedAt: now.addingTimeInterval(-51)),
                    tasks: []))
        }
        let active = RunRow(
            ActiveRun(
                id: RunID(rawValue: "r-3"), key: SuiteKey(suite: suite, environment: "dev"),
                digest: Digest(rawValue: "d"), revision: revision, startedAt: now, total: 9))
        let asked = RunRow(
            RunRequest(
                run: RunID(rawValue: "r-4"), key: SuiteKey(suite: suite, environment: "dev"), requestedAt: now))
        let rows = [asked, active, finished(.timedOut, namespace: "shop"), finished(.passed), finished(.cancelled)]
        #expect(
            try Listing.text(rows, now: now) == """
                ID    SUITE           ENVIRONMENT   OUTCOME     PASSED   FAILED   ERRORED   SKIPPED   FLAKY   CACHED   REVISION            DURATION   AGE
                r-4   checkout        dev           waiting     0        0        0         0         0       0        –                   –          0 s
                r-3   checkout        dev           running     0        0        0         0         0       0        main@sha1:4f2c91e   –          0 s
                r-2   shop/checkout   dev           timed out   8        2        0         1         1       0        main@sha1:4f2c91e   9.0 s      60 s
                r-2   checkout        dev           passed      8        2        0         1         1       0        main@sha1:4f2c91e   9.0 s      60 s
                r-2   checkout        dev           cancelled   8        2        0         1         1       0        main@sha1:4f2c91e   9.0 s      60 s

                """)
        #expect(try Listing.text(rows, format: .name, now: now).hasPrefix("Run/r-4\nRun/r-3\n"))
    }

    @Test func observedObjectsMakeRows() throws {
        let declared = try rows()[0].declared
        let row = ObjectRow(
            ObservedObject(declared: declared, source: "default", specHash: Digest(rawValue: "h"), revision: revision))
        #expect(row.generation == 1)
        #expect(
            try ObjectListing.text(.environment, [row], now: now, headers: false) == "dev   dev   0/2   –   –   –\n")
    }
}
