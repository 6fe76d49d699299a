import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import API

/// Runs that are asked for, and the drift ledger: how they are asked for and what they look like.
struct RunsAndDriftTests {
    private let suite = ObjectIdentity(kind: .testSuite, namespace: "shop", name: "checkout")
    private let now = Date(timeIntervalSince1970: 1_795_255_200)

    private func record(
        _ object: ObjectIdentity?, environment: String? = nil, resolved: DriftRecord.Resolution? = nil
    ) -> DriftRecord {
        DriftRecord(
            finding: DriftFinding(
                object: object, environment: environment, field: "instance[1]",
                kind: object == nil ? .unmanaged : .missing, desired: "running", actual: nil, policy: .correct),
            firstSeen: now, lastSeen: now, resolution: resolved)
    }

    private func pool(_ name: String, in environment: String, namespace: String = "default") -> DeclaredObject {
        DeclaredObject(
            identity: ObjectIdentity(kind: .cloudResource, namespace: namespace, name: name),
            spec: .cloudResource(CloudResourceSpec(environment: environment)))
    }

    @Test("A request for runs names the suite as people write it, and says no more than it must")
    func requests() throws {
        let asked = RunsRequest(suite: suite, environments: ["dev"], useCache: false)
        let text = String(decoding: try APICoding.encode(asked), as: UTF8.self)
        #expect(text == #"{"environments":["dev"],"suite":"TestSuite/shop/checkout","useCache":false}"#)
        #expect(try APICoding.decode(RunsRequest.self, from: Data(text.utf8)) == asked)
        let least = try APICoding.decode(RunsRequest.self, from: Data(#"{"suite":"TestSuite/checkout"}"#.utf8))
        #expect(least == RunsRequest(suite: ObjectIdentity(kind: .testSuite, name: "checkout")))
        #expect(least.useCache && least.environments == nil)
        for wrong in [#"{"suite":"Environment/dev"}"#, #"{"suite":"checkout"}"#, "{}"] {
            #expect(throws: DecodingError.self) {
                try APICoding.decode(RunsRequest.self, from: Data(wrong.utf8))
            }
        }
    }

    @Test("Runs are asked for by POST and read as they are answered")
    func client() async throws {
        let request = RunRequest(
            run: RunID(rawValue: "r-1"), key: SuiteKey(suite: suite, environment: "dev"), requestedAt: now)
        let answer = try APICoding.encode(ListResource(kind: "RunRequestList", items: [request]))
        let asked = Mutex<[LoopbackServer.Request]>([])
        let server = try LoopbackServer { request in
            asked.withLock { $0.append(request) }
            return LoopbackServer.Response(status: 202, body: answer)
        }
        defer { server.stop() }
        let list = try await APIClient(baseURL: server.url, token: nil).requestRuns(RunsRequest(suite: suite))
        #expect(list.items == [request] && list.kind == "RunRequestList")
        let sent = asked.withLock { $0 }
        #expect(sent.map { "\($0.method) \($0.target)" } == ["POST /api/v1/runs"])
    }

    @Test("A run that was asked for is a run without a beginning")
    func requested() throws {
        let request = RunRequest(
            run: RunID(rawValue: "r-1"), key: SuiteKey(suite: suite, environment: "dev"), requestedAt: now)
        let run = RunResource(request)
        #expect(try APICoding.decode(RunResource.self, from: APICoding.encode(run)) == run)
        #expect(run.id == request.run && run.key == request.key && run.cause == .requested)
        #expect(run.active == nil && run.verdict == nil && run.tasks.isEmpty)
    }

    @Test("The ledger counts objects that are in sync, and only those in scope")
    func summary() {
        let objects = [pool("a", in: "dev"), pool("b", in: "dev"), pool("c", in: "prod", namespace: "shop")]
        let ended = DriftRecord.Resolution(at: now, by: .controller)
        let records = [
            record(objects[0].identity, environment: "dev"), record(objects[0].identity, environment: "dev"),
            record(nil), record(objects[1].identity, environment: "dev", resolved: ended),
            record(objects[2].identity, environment: "prod"),
        ]
        let all = DriftListResource(records, among: objects, in: .everything)
        #expect(all.kind == "DriftList" && all.formatVersion == "1" && all.items == records)
        #expect(all.summary.open == 4 && all.summary.resolved == 1)
        #expect(all.summary.objects == 3 && all.summary.inSync == 1 && all.summary.coverage == 33)
        let dev = DriftListResource(records, among: objects, in: DriftScope(environment: "dev"))
        #expect(dev.items.count == 3 && dev.summary.objects == 2 && dev.summary.coverage == 50)
        let shop = DriftListResource(records, among: objects, in: DriftScope(namespace: "shop"))
        #expect(shop.items == [records[4]] && shop.summary.objects == 1 && shop.summary.coverage == 0)
        #expect(DriftListResource([], among: [], in: .everything).summary.coverage == 100)
    }

    @Test("Every kind is in the environments that it names")
    func scope() {
        let specs: [ObjectSpec] = [
            .environment(EnvironmentSpec(type: .dev)),
            .testSuite(TestSuiteSpec(environments: ["dev"], tests: [])),
            .alertRule(AlertRuleSpec(metric: "run.failed", threshold: 1, environment: "dev")),
            .cachePolicy(
                CachePolicySpec(
                    type: .memory, ttl: .seconds(1), maxSize: ByteSize(bytes: 1), environments: ["dev"])),
        ]
        for spec in specs {
            let object = DeclaredObject(identity: ObjectIdentity(kind: spec.kind, name: "dev"), spec: spec)
            #expect(DriftScope(environment: "dev").includes(object))
            #expect(!DriftScope(environment: "other").includes(object))
            #expect(!DriftScope(environment: "dev", namespace: "other").includes(object))
        }
    }

    @Test("A page of events names the next one only where there may be one")
    func pages() {
        let event = EventResource(sequence: 7, event: Event(time: now, object: nil, reason: .applied, message: "m"))
        #expect(ListResource(events: [event], after: 3, limit: 1).next == "7")
        #expect(ListResource(events: [event], after: 3, limit: 2).next == nil)
        #expect(ListResource(events: [event], after: nil, limit: 1).next == nil)
    }
}
