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
    let files = Mutex<[String: String]>([:])
    let fault = Mutex<String?>(nil)
    private let commits = Mutex<Int>(0)

    init(directory: TemporaryDirectory? = nil, cloud: FakeCloudProvider = FakeCloudProvider()) async throws {
        let directory = try directory ?? TemporaryDirectory()
        self.directory = directory
        self.cloud = cloud
        store = try await Store.open(directory: directory.url)
        identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory.url)
    }

    /// Replaces files of the source (nil removes one) as one commit.
    func commit(_ changes: [String: String?]) {
        files.withLock { files in
            for (path, text) in changes { files[path] = text }
        }
        commits.withLock { $0 += 1 }
    }

    /// Makes reading the source fail, or succeed again.
    func breakSource(_ message: String?) { fault.withLock { $0 = message } }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private func tree() throws -> SourceTree {
        if let message = fault.withLock({ $0 }) { throw Unreadable(description: message) }
        let number = commits.withLock { $0 }
        let commit = String(repeating: String(format: "%04x", number), count: 10)
        let files = files.withLock { $0 }.sorted { $0.key < $1.key }.map { path, text in
            SourceFile(
                path: path, blob: GitObjectID(rawValue: "\(path)-\(text.hashValue)"), contents: Data(text.utf8))
        }
        return SourceTree(
            revision: Revision(
                ref: "main", commit: GitObjectID(rawValue: commit), subject: "Change \(number)", author: "ana"),
            files: files)
    }

    /// A controller with everything it needs, as the executable would make it.
    func controller(once: Bool = true, source name: String = "default") -> (
        controller: Controller, services: ControllerServices
    ) {
        let clock = SystemWallClock()
        let report: @Sendable (Event) -> Void = { self.events.record($0) }
        let secrets = SecretReader(allow: .init(), safe: SecretSafe(stateFolder: directory.url, store: store))
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store)
        let wake = Wake()
        let caches = CacheHub(directory: directory.url.appending(path: "cache"), clock: clock, report: report)
        let monitor = Monitor(store: store, clock: clock, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: monitor, caches: caches, clock: clock)
        let dispatcher = Dispatcher(
            store: store, wall: clock, leaseDuration: .seconds(15), events: report, news: { recorder.tell($0) },
            prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: report)
        let services = ControllerServices(
            installation: identity.installation, store: store, providers: [.local: cloud], mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: JoinTokens(identity: identity, store: store),
            monitor: monitor, caches: caches, secrets: secrets, clock: clock, report: report)
        let source = ControllerConfiguration.Source(name: name, url: "memory", ref: nil, path: "")
        let watcher = SourceWatcher(
            source: source, read: { _ in try self.tree() }, loader: ManifestLoader(), store: store, clock: clock,
            report: report)
        let configuration = ControllerConfiguration(
            stateDirectory: directory.url, source: source, interval: .milliseconds(20),
            observeInterval: .milliseconds(20), once: once)
        return (
            Controller(
                configuration: configuration, services: services, watcher: watcher, recorder: recorder, wake: wake),
            services
        )
    }

    /// Runs one controller to convergence.
    func converge(source: String = "default") async throws -> ExitStatus {
        let controller = controller(source: source).controller
        try await controller.restore()
        return try await controller.run()
    }

    func reasons(of name: String) -> [ConditionReason] {
        events.all.filter { $0.object?.name == name }.map(\.reason)
    }
}
