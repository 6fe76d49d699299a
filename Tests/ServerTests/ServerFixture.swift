import API
import Access
import Caching
import Controller
import Foundation
import HTTPTransport
import Manifests
import Model
import Monitoring
import Scheduling
import Server
import Store
import TestSupport

/// The API of a controller that has taken up a state and does not run: what it answers stays what was stored.
struct ServerFixture {
    let directory: TemporaryDirectory
    let store: Store
    let controller: Controller
    let dispatcher: Dispatcher
    let client: APIClient
    private let server: ListeningServer
    private let token: AdminToken

    /// - Parameter prepare: Writes the state before the controller takes it up.
    init(
        webhooks: [WebhookReceiver] = [], webhookDeadline: Duration = .seconds(10),
        buckets: ArtifactBuckets = ArtifactBuckets(), _ prepare: (Store) async throws -> Void = { _ in }
    ) async throws {
        directory = try TemporaryDirectory()
        store = try await Store.open(directory: directory.url)
        try await prepare(store)
        let clock = SystemWallClock()
        let (store, mocks) = (store, FakeMockHost())
        let identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory.url)
        token = try await AdminToken.loadOrCreate(stateFolder: directory.url)
        let joinTokens = JoinTokens(identity: identity, store: store)
        let safe = SecretSafe(stateFolder: directory.url, store: store)
        let secrets = SecretReader(allow: .init(), safe: safe)
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store)
        let caches = CacheHub(directory: directory.url.appending(path: "cache"), clock: clock, report: { _ in })
        let monitor = Monitor(store: store, clock: clock, report: { _ in }, changed: {})
        dispatcher = Dispatcher(
            store: store, wall: clock, leaseDuration: .seconds(15), events: { _ in },
            prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: { _ in })
        let source = ControllerConfiguration.Source(name: "default", url: "memory", ref: nil, path: "")
        let watcher = SourceWatcher(
            source: source, read: { _ in throw CancellationError() }, loader: ManifestLoader(), store: store,
            clock: clock, report: { _ in })
        controller = Controller(
            configuration: ControllerConfiguration(stateDirectory: directory.url, sources: [source]),
            services: ControllerServices(
                installation: identity.installation, store: store, providers: [:], mocks: mocks,
                dispatcher: dispatcher, registry: registry, joinTokens: joinTokens, monitor: monitor, caches: caches,
                secrets: secrets, clock: clock, report: { _ in }),
            watchers: [watcher], recorder: RunRecorder(sink: monitor, caches: caches, clock: clock), wake: Wake())
        try await controller.restore()
        server = try await APIServer(
            context: ServerContext(
                store: store, controller: controller, dispatcher: dispatcher, registry: registry, adminToken: token,
                joinTokens: joinTokens, credentials: WorkerCredentials(identity: identity, store: store),
                secrets: safe, clock: clock, timing: WorkerTiming(), webhooks: webhooks,
                webhookDeadline: webhookDeadline, artifacts: DiskArtifacts(stateFolder: directory.url),
                buckets: buckets)
        ).start(host: "127.0.0.1", port: 0)
        client = APIClient(baseURL: "http://127.0.0.1:\(server.port)", token: token.secret)
    }

    /// Sends anything at all as the admin.
    func send(_ method: String, _ target: String, body: String? = nil) async throws -> HTTPResponse {
        try await HTTPClient().send(
            HTTPRequest(
                method: method, url: "http://127.0.0.1:\(server.port)\(target)",
                headers: [("Authorization", "Bearer \(token.secret.reveal())")], body: body.map { Data($0.utf8) }))
    }

    var port: Int { server.port }

    func stop() async { await server.stop() }
}
