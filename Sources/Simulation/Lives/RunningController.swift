import Access
import Caching
import Clouds
import Controller
import Foundation
import HTTPTransport
import Manifests
import Model
import Monitoring
import Scheduling
import Store
import TestSupport

/// The real controller of one life with everything real around it but cloud, git, mocks and time.
struct RunningController: Sendable {
    let life: Life
    let controller: Controller
    let services: ControllerServices
    private let running: Task<Void, Never>

    /// What outlives a controller, and is handed to the next one.
    struct Ground: Sendable {
        let directory: URL
        let identity: InstallationIdentity
        let git: SimulatedGit
        let cloud: FaultInjectingProvider
        /// Whether the provider of EC2 stands between it and the controller.
        let isCloud: Bool
        let judge: Judge
        let workforce: Workforce
        let time: VirtualTime
        let chronicle: Chronicle
    }

    static func start(_ life: Life, on ground: Ground, store bare: Store, seed: UInt64) -> RunningController {
        let store = bare.gated(by: life)
        let clock = ground.time
        let time = clock.monotonic
        let dice = SharedDice(seed: seed)
        let report: @Sendable (Event) -> Void = { event in
            ground.chronicle.note(event, life: life)
            if event.reason == .newRevision { ground.git.noteFollowed(event.revision) }
        }
        let mocks = FakeMockHost()
        let secrets = SecretReader(allow: .init(), safe: SecretSafe(stateFolder: ground.directory, store: store))
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store, time: time)
        let wake = Wake(time: time)
        let caches = CacheHub(directory: ground.directory.appending(path: "cache"), clock: clock, report: report)
        let monitor = Monitor(store: store, clock: clock, time: time, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: monitor, caches: caches, clock: clock, caughtUp: { wake.ring() })
        let dispatcher = Dispatcher(
            store: store, wall: clock, time: time, leaseDuration: .seconds(15), events: report,
            news: { recorder.tell($0) }, prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: report)
        let services = ControllerServices(
            installation: ground.identity.installation, store: store,
            providers: providers(life, on: ground, dice), mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: JoinTokens(identity: ground.identity, store: store),
            monitor: monitor, caches: caches, secrets: secrets, clock: clock, time: time, jitter: { dice.next() },
            report: report)
        let source = ControllerConfiguration.Source(
            name: "default", url: "simulated", ref: nil, path: "", interval: .seconds(10))
        let watcher = SourceWatcher(
            source: source,
            read: { _ in
                try life.step("read git")
                let tree = try await ground.git.read(life: life.number, latency: .seconds(dice.next() * 0.3))
                try life.step("git read")
                return tree
            }, loader: ManifestLoader(), store: store, clock: clock, report: report)
        let configuration = ControllerConfiguration(
            stateDirectory: ground.directory, sources: [source], observeInterval: .seconds(3), concurrency: 4)
        let controller = Controller(
            configuration: configuration, services: services, watchers: [watcher], recorder: recorder, wake: wake)
        let running = Task {
            do {
                try await controller.restore()
                _ = try await controller.run()
            } catch {
                // A controller that can't start ends; whoever watches it starts another.
                if !life.isDead { ground.chronicle.say("controller \(life.number) ended: \(error)") }
                life.die()
            }
        }
        return RunningController(life: life, controller: controller, services: services, running: running)
    }

    private static func providers(
        _ life: Life, on ground: Ground, _ dice: SharedDice
    ) -> [ProviderName: any CloudProvider] {
        guard ground.isCloud else {
            return [.local: LivingProvider(cloud: ground.cloud, life: life, judge: ground.judge)]
        }
        let time = ground.time.monotonic
        let door = EC2Door(
            cloud: ground.cloud, installation: ground.identity.installation, life: life, judge: ground.judge, time: time
        )
        let surroundings = AWSSurroundings(
            environment: ["AWS_ACCESS_KEY_ID": "simulated", "AWS_SECRET_ACCESS_KEY": "simulated"], http: idle,
            clock: ground.time, time: time, jitter: { dice.next() }, home: "/nowhere",
            send: { request async throws(HTTPTransportError) in try await door.send(request) })
        return [.aws: EC2Provider(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })]
    }

    /// Nothing is sent by it.
    private static let idle = HTTPClient()

    /// Waits until nothing of a life that has ended is under way.
    func bury() async {
        running.cancel()
        await controller.stop()
        await running.value
    }

    /// Ends as ctrl-c does.
    func stop() async {
        await controller.stop()
        await running.value
        life.die()
    }
}
