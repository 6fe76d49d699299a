import API
import Foundation
import HTTPTransport
import Hummingbird
import Model
import Scheduling
import Store
import TestSupport

@testable import Server

/// The routes of logs and cases behind a real port, over a real dispatcher and store; a worker's bearer is its name.
struct LogFixture {
    let folder: TemporaryDirectory
    let store: Store
    let dispatcher: Dispatcher
    let hub: LogHub
    let api: APIClient
    let worker: WorkerClient
    private let url: String
    private let server: ListeningServer

    init() async throws {
        folder = try TemporaryDirectory()
        store = try await Store.open(directory: folder.url)
        let dispatcher = Dispatcher(
            store: store, wall: SystemWallClock(), events: { _ in },
            prepare: { PreparedTask(definition: $0.definition) })
        await dispatcher.setPools([
            PoolCapacity(
                object: Self.pool, environment: Self.environment, capabilities: [:], replicas: 1)
        ])
        hub = LogHub { await dispatcher.changes() }
        self.dispatcher = dispatcher
        let routes = LogRoutes(store: store, dispatcher: dispatcher, hub: hub)
        let cases = CaseRoutes(store: store, dispatcher: dispatcher)
        server = try await ListeningServer.start(host: "127.0.0.1", port: 0) {
            (request: Request, _: BasicRequestContext) in
            try await Self.respond(to: request, routes, cases)
        }
        url = "http://127.0.0.1:\(server.port)"
        api = APIClient(baseURL: url, token: nil)
        worker = WorkerClient(ControllerAddress(url: url), http: HTTPClient())
    }

    func end() async { await server.stop() }

    private static func respond(to request: Request, _ routes: LogRoutes, _ cases: CaseRoutes) async throws -> Response
    {
        do {
            let segments = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
            if segments.first == "worker" {
                let name = request.headers[.authorization]?.split(separator: " ").last.map(String.init) ?? ""
                let worker = WorkerID(rawValue: name)
                return segments.last == "cases"
                    ? try await cases.take(request, from: worker) : try await routes.take(request, from: worker)
            }
            if segments.last == "cases" {
                return try await cases.page(of: RunID(rawValue: segments[3]), task: segments[5], request)
            }
            return try await routes.page(of: RunID(rawValue: segments[3]), request)
        } catch let problem as RequestProblem {
            return try Replies.error(problem.code, problem.message)
        }
    }

    // MARK: Runs

    private static let environment = ObjectIdentity(kind: .environment, name: "dev")
    private static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    func startRun(_ id: String = "r-1", tests: [String] = ["a"]) async throws {
        let definitions = tests.map { name in
            TestDefinition(
                settings: TestSettings(name: name, retry: RetryPolicy(backoff: .milliseconds(0))),
                body: .command(CommandSpec(run: ["true"])))
        }
        try await dispatcher.startRun(
            RunRecord(
                id: RunID(rawValue: id),
                suite: ResolvedSuite(
                    key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev"),
                    tests: definitions),
                digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), startedAt: Date()))
    }

    /// The next task, leased by a worker of this name.
    func lease(_ name: String = "w-1") async throws -> GrantedTask? {
        let worker = WorkerRecord(
            id: WorkerID(rawValue: name),
            tags: InstanceTags(
                installation: InstallationID(rawValue: "i"), object: Self.pool, ordinal: 0, incarnation: 1,
                specHash: Digest(rawValue: "s")),
            capabilities: [:], resources: InstanceResources(), slots: 1, version: "1", joinedAt: Date(),
            lastSeen: Date())
        return try await dispatcher.lease(worker: worker, wait: .zero)
    }

    func complete(_ task: GrantedTask, _ outcome: Outcome = .passed) async throws {
        let result = TaskResult(outcome: outcome, startedAt: Date(), duration: .milliseconds(1))
        _ = try await dispatcher.complete(worker: WorkerID(rawValue: "w-1"), lease: task.lease, result: result)
    }

    func runHasEnded() async -> Bool { await eventually { await dispatcher.activeRuns().isEmpty } }

    /// What a path answers, and with which status.
    func status(_ path: String) async throws -> (body: Data, status: Int) {
        let response = try await HTTPClient().send(HTTPTransport.HTTPRequest(method: "GET", url: url + path))
        return (response.body, response.status)
    }

    // MARK: Logs

    static func chunk(_ sequence: Int, _ text: String = "line\n") -> LogChunk {
        LogChunk(sequence: sequence, time: Date(), stream: .stdout, text: text)
    }

    func send(_ chunks: [LogChunk], of task: GrantedTask, as name: String = "w-1") async throws(APIError) {
        try await worker.send(chunks, of: task.lease, Secret(name))
    }

    func page(
        task: String? = nil, attempt: Int? = nil, after: Int64 = 0, limit: Int = 1_000,
        wait: TimeSpan = .milliseconds(0)
    ) async throws(APIError) -> LogPage {
        try await api.logs(
            LogQuery(
                run: RunID(rawValue: "r-1"), task: task, attempt: attempt, after: after, limit: limit, wait: wait))
    }

    func texts() async throws -> [String] { try await page().items.map(\.chunk.text) }
}
