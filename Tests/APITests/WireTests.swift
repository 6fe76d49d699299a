import Foundation
import Model
import Testing

@testable import API

/// What one side writes the other reads, and the shape is the one that programs rely on.
struct WireTests {
    private let suite = ObjectIdentity(kind: .testSuite, name: "smoke")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))

    private func passes<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
        try APICoding.decode(Value.self, from: APICoding.encode(value)) == value
    }

    @Test func runsAreReadAsTheyWereWritten() throws {
        let key = SuiteKey(suite: suite, environment: "dev")
        let active = RunResource(
            ActiveRun(id: RunID(rawValue: "r1"), key: key, digest: Digest(rawValue: "d"), revision: revision, total: 3))
        #expect(try passes(active))
        #expect(active.verdict == nil)
        let verdict = Verdict(
            run: RunID(rawValue: "r2"), digest: Digest(rawValue: "d"), revision: revision, outcome: .failed)
        let finished = RunResource(
            FinishedRun(key: key, verdict: verdict, tasks: [TaskRecord(name: "t", outcome: .failed)]))
        #expect(try passes(finished))
        #expect(finished.id == verdict.run)
        #expect(finished.active == nil)
        #expect(finished.tasks.count == 1)
    }

    @Test func eventsCarryTheirNumber() throws {
        let event = Event(
            time: Date(timeIntervalSince1970: 1_700_000_000.25), object: suite, reason: .noController, message: "m")
        let list = ListResource(kind: "EventList", items: [EventResource(sequence: 7, event: event)], next: "7")
        let read = try APICoding.decode(ListResource<EventResource>.self, from: APICoding.encode(list, pretty: true))
        #expect(read.items == list.items)
        #expect(read.next == "7")
        #expect(read.formatVersion == "1")
        #expect(read.kind == "EventList")
    }

    @Test func objectsLookLikeManifestsWithAStatus() throws {
        let declared = DeclaredObject(
            identity: suite, labels: ["team": "shop"],
            spec: .testSuite(TestSuiteSpec(environments: ["dev"], tests: [])),
            manifest: .object(["environments": .array([.string("dev")])]),
            location: SourceLocation(file: "a.yaml", line: 3, column: 1))
        let resource = ObjectResource(
            ObservedObject(declared: declared, source: "default", specHash: Digest(rawValue: "d"), revision: revision))
        #expect(try passes(resource))
        #expect(resource.identity == suite)
        #expect(resource.metadata.location == "a.yaml:3:1")
        let tree = try JSONDecoder().decode(JSONValue.self, from: APICoding.encode(resource))
        #expect(tree["apiVersion"] == .string("rondo.dev/v1"))
        #expect(tree["spec"] == declared.manifest)
    }

    @Test func mocksAreNotReadyWithoutAController() throws {
        let mock = ServiceSpec.mock(MockSpec(routes: []))
        func observed(_ services: [String: ServiceSpec]) -> ObservedObject {
            ObservedObject(
                declared: DeclaredObject(
                    identity: ObjectIdentity(kind: .environment, name: "dev"),
                    spec: .environment(EnvironmentSpec(type: .dev, services: services))),
                source: "default", specHash: Digest(rawValue: "d"), revision: revision,
                status: ObjectStatus(services: [
                    ServiceStatus(name: "api", ready: true, url: "http://127.0.0.1:1", mock: true),
                    ServiceStatus(name: "web", ready: true, url: "http://web", mock: false),
                ]))
        }
        let shown = observed(["api": mock]).withoutController.status
        #expect(shown.condition(.servicesReady)?.reason == .noController)
        #expect(shown.services?.map(\.ready) == [false, true])
        #expect(shown.services?.first?.url == nil)
        let unmocked = observed([:])
        #expect(unmocked.withoutController == unmocked)
    }

    @Test func aDateThatIsNoneIsAnError() {
        #expect(throws: DecodingError.self) { try APICoding.decode([Date].self, from: Data(#"["yesterday"]"#.utf8)) }
    }
}
