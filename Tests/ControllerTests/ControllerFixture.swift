import Access
import Caching
import Controller
import Foundation
import Manifests
import Model
import Monitoring
import Scheduling
import Store
import Synchronization
import TestSupport

/// A controller in this process: a real store, a cloud and mocks in memory, and a source that the test writes.
final class ControllerFixture: Sendable {
    let directory: TemporaryDirectory
    let cloud: FakeCloudProvider
    let mocks = FakeMockHost()
    let store: Store
    let identity: InstallationIdentity
    let events = Recorder<Event>()
    private let scripts = Mutex<[String: Script]>([:])

    /// What a source holds, as the test writes it.
    private struct Script {
        var files: [String: String] = [:]
        var fault: String?
        var commits = 0
        /// How often it was read.
        var reads = 0
        /// The files of each commit.
        var history: [GitObjectID: [String: String]] = [:]
    }

    /// - Parameter gate: stands before the databases.
    init(
        directory: TemporaryDirectory? = nil, cloud: FakeCloudProvider = FakeCloudProvider(),
        gate: (any StoreGate)? = nil
    ) async throws {
        let directory = try directory ?? TemporaryDirectory()
        self.directory = directory
        self.cloud = cloud
        let store = try await Store.open(directory: directory.url)
        self.store = gate.map { store.gated(by: $0) } ?? store
        identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory.url)
    }

    /// Replaces files of a source (nil removes one) as one commit.
    func commit(_ changes: [String: String?], in source: String = "default") {
        scripts.withLock { scripts in
            for (path, text) in changes { scripts[source, default: Script()].files[path] = text }
            scripts[source, default: Script()].commits += 1
            let script = scripts[source] ?? Script()
            scripts[source]?.history[Self.commitID(script.commits)] = script.files
        }
    }

    /// The id of a commit by its number, from 1.
    static func commitID(_ number: Int) -> GitObjectID {
        GitObjectID(rawValue: String(repeating: String(format: "%04x", number), count: 10))
    }

    /// What can be asked of the commits of a source; each contains those before it.
    private func commits(of source: String) -> SourceCommits {
        SourceCommits(
            read: { commit, _ in
                guard let files = self.scripts.withLock({ $0[source]?.history[commit] }) else {
                    throw Unreadable(description: "no such commit")
                }
                return Self.tree(Revision(ref: commit.short, commit: commit), files)
            },
            contains: { commit, other in commit.rawValue <= other.rawValue })
    }

    private static func tree(_ revision: Revision, _ files: [String: String]) -> SourceTree {
        SourceTree(
            revision: revision,
            files: files.sorted { $0.key < $1.key }.map { path, text in
                SourceFile(
                    path: path, blob: GitObjectID(rawValue: "\(path)-\(text.hashValue)"), contents: Data(text.utf8))
            })
    }

    func reads(of source: String) -> Int { scripts.withLock { $0[source]?.reads ?? 0 } }

    /// Makes reading a source fail, or succeed again.
    func breakSource(_ message: String?, _ source: String = "default") {
        scripts.withLock { $0[source, default: Script()].fault = message }
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// A source without a script of its own holds what the default one does.
    private func tree(of source: String) throws -> SourceTree {
        let script = scripts.withLock { scripts in
            scripts[source]?.reads += 1
            return scripts[source] ?? scripts["default"] ?? Script()
        }
        if let message = script.fault { throw Unreadable(description: message) }
        let number = script.commits
        return Self.tree(
            Revision(ref: "main", commit: Self.commitID(number), subject: "Change \(number)", author: "ana"),
            script.files)
    }

    /// A controller with everything it needs, as the executable would make it.
    func controller(
        once: Bool = true, sources names: [String] = ["default"], interval: Duration = .milliseconds(20),
        observeInterval: Duration = .milliseconds(20), clock: any WallClock = SystemWallClock(),
        monitorClock: (any WallClock)? = nil, readGate: Gate? = nil, provider: (any CloudProvider)? = nil,
        uploader: ArtifactUploader? = nil
    ) -> (
        controller: Controller, services: ControllerServices
    ) {
        let report: @Sendable (Event) -> Void = { self.events.record($0) }
        let secrets = SecretReader(allow: .init(), safe: SecretSafe(stateFolder: directory.url, store: store))
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store)
        let wake = Wake()
        let caches = CacheHub(directory: directory.url.appending(path: "cache"), clock: clock, report: report)
        let monitor = Monitor(store: store, clock: monitorClock ?? clock, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: monitor, caches: caches, clock: clock, caughtUp: { wake.ring() })
        let dispatcher = Dispatcher(
            store: store, wall: clock, leaseDuration: .seconds(15), events: report, news: { recorder.tell($0) },
            prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: report)
        let services = ControllerServices(
            installation: identity.installation, store: store, providers: [.local: provider ?? cloud], mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: JoinTokens(identity: identity, store: store),
            monitor: monitor, caches: caches, secrets: secrets, uploader: uploader, clock: clock, report: report)
        let sources = names.map { name in
            ControllerConfiguration.Source(
                name: name, url: "memory:\(name)", ref: nil, path: "", interval: interval)
        }
        let watchers = sources.map { source in
            SourceWatcher(
                source: source, label: names.count == 1 ? "" : "\(source.name): ",
                read: { _ in
                    await readGate?.wait()
                    return try self.tree(of: source.name)
                }, commits: commits(of: source.name), loader: ManifestLoader(), store: store, clock: clock,
                report: report)
        }
        let configuration = ControllerConfiguration(
            stateDirectory: directory.url, sources: sources, observeInterval: observeInterval, once: once)
        return (
            Controller(
                configuration: configuration, services: services, watchers: watchers, recorder: recorder, wake: wake),
            services
        )
    }

    /// Runs one controller to convergence.
    func converge(source: String = "default") async throws -> ExitStatus { try await converge(sources: [source]) }

    func converge(sources: [String]) async throws -> ExitStatus {
        let controller = controller(sources: sources).controller
        try await controller.restore()
        return try await controller.run()
    }

    func reasons(of name: String) -> [ConditionReason] {
        events.all.filter { $0.object?.name == name }.map(\.reason)
    }
}
