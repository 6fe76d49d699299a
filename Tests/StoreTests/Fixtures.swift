import Foundation
import Foundation
import GRDB
import Model
import Store
import TestSupport

/// A store in a folder of its own, and values to put into it.
struct Fixture {
    let folder: TemporaryDirectory
    let store: Store

    init(busyTimeout: TimeInterval = 5) async throws {
        folder = try TemporaryDirectory()
        store = try await Store.open(directory: folder.url, busyTimeout: busyTimeout)
    }

    /// With milliseconds that no binary fraction holds exactly.
    static let time = Date(timeIntervalSince1970: 1_763_723_583.123)
    static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    static let suite = ObjectIdentity(kind: .testSuite, namespace: "shop", name: "checkout")
    static let key = SuiteKey(suite: suite, environment: "dev")
    static let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e"), subject: "Add \"quotes\"", author: "Ana")
    static let digest = Digest(rawValue: "abc")

    static func declared(_ name: String = "dev") -> DeclaredObject {
        DeclaredObject(
            identity: ObjectIdentity(kind: .environment, name: name), labels: ["team": "a/b"],
            spec: .environment(
                EnvironmentSpec(
                    type: .dev,
                    services: ["api": .mock(MockSpec(routes: [MockRoute(path: "/orders", response: MockResponse())]))],
                    secrets: ["key": .environmentVariable("API_KEY")])),
            manifest: .object(["type": .string("dev"), "big": .integer(.max)]))
    }

    static func object(_ name: String = "dev", status: ObjectStatus = ObjectStatus()) -> ObservedObject {
        ObservedObject(
            declared: declared(name), source: "default", specHash: digest, generation: 3, revision: revision,
            status: status, createdAt: Date(timeIntervalSince1970: 1_763_723_583.125))
    }

    static func tags(_ ordinal: Int, incarnation: Int = 1) -> InstanceTags {
        InstanceTags(
            installation: InstallationID(rawValue: "i"), object: pool, ordinal: ordinal, incarnation: incarnation,
            specHash: digest, deletionPolicy: .retain, protected: true)
    }

    static func instance(_ id: String, ordinal: Int, incarnation: Int = 1) -> ObservedInstance {
        ObservedInstance(
            id: InstanceID(rawValue: id), state: .running, tags: tags(ordinal, incarnation: incarnation),
            address: "127.0.0.1", createdAt: time)
    }

    static func run(_ id: String, startedAt: Date = time) -> RunRecord {
        RunRecord(
            id: RunID(rawValue: id),
            suite: ResolvedSuite(
                key: key,
                tests: [
                    TestDefinition(
                        settings: TestSettings(name: "a"), body: .command(CommandSpec(run: ["true"])))
                ]),
            digest: digest, revision: revision, startedAt: startedAt)
    }

    static func attempt(_ run: String, _ number: Int = 1, lease: String, result: TaskResult? = nil) -> AttemptRecord {
        AttemptRecord(
            run: RunID(rawValue: run), task: "a", number: number, lease: LeaseToken(rawValue: lease),
            worker: WorkerID(rawValue: "w"), leasedAt: time, result: result)
    }

    static func result(_ outcome: Outcome = .passed, captures: [String: JSONValue] = [:], redacted: [String] = [])
        -> TaskResult
    {
        TaskResult(
            outcome: outcome, startedAt: time, duration: .milliseconds(17), captures: captures, redacted: redacted)
    }

    static func finished(_ run: String, tasks: [TaskRecord] = [], startedAt: Date = time, environment: String = "dev")
        -> FinishedRun
    {
        FinishedRun(
            key: SuiteKey(suite: suite, environment: environment),
            verdict: Verdict(
                run: RunID(rawValue: run), digest: digest, revision: revision, outcome: .passed,
                counts: OutcomeCounts(passed: 1), startedAt: startedAt, endedAt: startedAt),
            tasks: tasks)
    }

    /// Starts and finishes a run.
    func finish(_ run: FinishedRun) async throws {
        try await store.startRun(Self.run(run.verdict.run.rawValue))
        try await store.finishRun(run, record: SuiteRecord(key: run.key, conclusive: run.verdict))
    }
}

/// The permission bits of a file.
func mode(of url: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
}

/// A connection as another program would have it, which may leave a transaction open.
func foreignConnection(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    return try DatabaseQueue(path: path, configuration: configuration)
}
