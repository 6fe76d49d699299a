import Access
import Caching
import Controller
import Foundation
import Manifests
import Model
import Monitoring
import Planning
import Scheduling
import Store
import TestSupport

/// So many CloudResources of one instance each, 50 to an environment, with the real controller and store and a cloud in
/// memory.
final class PoolWorld: Sendable {
    let count: Int
    let cloud: FaultInjectingProvider
    let store: Store
    private let scratch: ScratchFolder
    private let identity: InstallationIdentity
    private let generation = Recorder<Int>()

    init(count: Int, latency: Double = 0) async throws {
        self.count = count
        scratch = try ScratchFolder()
        store = try await Store.open(directory: scratch.url)
        identity = try await InstallationIdentity.loadOrCreate(stateFolder: scratch.url)
        cloud = FaultInjectingProvider(
            seed: 1, faults: CloudFaults(latency: latency...latency),
            terms: CloudTerms(callsPerSecond: 100_000, burst: 100_000))
    }

    /// Every object applied and running, written as an earlier controller would have left it.
    func settle() async throws {
        let set = ManifestLoader().load(tree(), source: "default").set
        guard !set.hasErrors else { throw BenchmarkFailure("the manifests are not good: \(set.diagnostics.prefix(3))") }
        let now = Date()
        var requests: [InstanceRequest] = []
        for object in set.objects {
            try await store.saveObject(
                ObservedObject(
                    declared: object, source: set.source, specHash: Digests.specHash(of: object),
                    revision: set.revision, createdAt: now))
            guard case .cloudResource(let spec) = object.spec else { continue }
            requests.append(
                InstanceRequest(
                    token: UUID(),
                    tags: InstanceTags(
                        installation: identity.installation, object: object.identity, ordinal: 0, incarnation: 1,
                        specHash: Digests.instanceHash(of: object),
                        fixedHash: Digests.fixedHash(of: spec, changesInPlace: cloud.changesInPlace)),
                    spec: spec, joinToken: nil))
        }
        await cloud.preload(requests)
        for instance in try await cloud.list(installation: identity.installation) {
            try await store.saveInstance(instance)
        }
    }

    /// The next commit asks for other instances of every pool.
    func change() { generation.record(1) }

    private func tree() -> SourceTree {
        let number = generation.all.count
        let cpu = 250 + 250 * number
        var files: [(String, String)] = []
        for index in 0..<((count + 49) / 50) {
            files.append(
                (
                    "env/e\(index).yaml",
                    "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: e\(index) }\nspec: { type: dev }\n"
                ))
        }
        for index in 0..<count {
            files.append(
                (
                    "pools/p\(index).yaml",
                    """
                    apiVersion: rondo.dev/v1
                    kind: CloudResource
                    metadata: { name: p\(index) }
                    spec:
                      environment: e\(index / 50)
                      provider: local
                      type: process
                      configuration: { resources: { cpu: \(cpu)m, memory: 256Mi } }

                    """
                ))
        }
        let commit = String(repeating: String(format: "%04x", number + 1), count: 10)
        return SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: commit)),
            files: files.map { path, text in
                SourceFile(
                    path: path, blob: GitObjectID(rawValue: "\(path)-\(path.hasPrefix("env") ? 0 : number)"),
                    contents: Data(text.utf8))
            })
    }

    /// A controller on this world, and what waits for it to be quiet.
    func controller(concurrency: Int = 8, once: Bool = false) -> Controller {
        let clock = SystemWallClock()
        let report: @Sendable (Event) -> Void = { _ in }
        let mocks = FakeMockHost()
        let secrets = SecretReader(allow: .init(), safe: SecretSafe(stateFolder: scratch.url, store: store))
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store)
        let wake = Wake()
        let caches = CacheHub(directory: scratch.url.appending(path: "cache"), clock: clock, report: report)
        let monitor = Monitor(store: store, clock: clock, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: monitor, caches: caches, clock: clock)
        let dispatcher = Dispatcher(
            store: store, wall: clock, events: report, news: { recorder.tell($0) },
            prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: report)
        let services = ControllerServices(
            installation: identity.installation, store: store, providers: [.local: cloud], mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: JoinTokens(identity: identity, store: store),
            monitor: monitor, caches: caches, secrets: secrets, clock: clock, report: report)
        let source = ControllerConfiguration.Source(
            name: "default", url: "memory", ref: nil, path: "", interval: .seconds(3_600))
        let watcher = SourceWatcher(
            source: source, read: { _ in self.tree() }, loader: ManifestLoader(), store: store, clock: clock,
            report: report)
        let configuration = ControllerConfiguration(
            stateDirectory: scratch.url, sources: [source], observeInterval: .seconds(3_600), once: once,
            concurrency: concurrency)
        return Controller(
            configuration: configuration, services: services, watchers: [watcher], recorder: recorder, wake: wake)
    }
}
