import Access
import Caching
import Clouds
import Controller
import Foundation
import GitSource
import Manifests
import Model
import Monitoring
import Scheduling
import Server
import Store

/// The services of one controller, each made once and handed to those that need it.
struct Parts {
    let controller: Controller
    let mocks: MockServer
    let git: GitReaders
    /// nil where nobody else is to have the metrics.
    let metrics: CloudWatchSink?
    let listening: ListenerTerms
    private let server: APIServer
    private let listenArgument: ListenArgument

    init(setting: ControllerSetting, configuration: ControllerConfiguration, store: Store, hub: EventHub) async throws {
        let directory = configuration.stateDirectory
        let options = setting.options
        for source in setting.sourceSettings { try await source.checkWebhook() }
        let clock = SystemWallClock()
        let identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory)
        let adminToken = try await AdminToken.loadOrCreate(stateFolder: directory)
        let joinTokens = JoinTokens(identity: identity, store: store)
        let wake = Wake()
        let report: @Sendable (Event) -> Void = { hub.report($0) }
        let terms = try await ListenerTerms(
            setting, installation: identity.installation, clock: clock, report: report)

        let mocks = MockServer()
        let safe = SecretSafe(stateFolder: directory, store: store)
        // Made now, so that values can be sealed before the first task that needs one.
        _ = try await safe.keys.current()
        let secrets = SecretReader(allow: configuration.operatorConfiguration.allow, safe: safe)
        let git = GitReaders(
            of: setting.sourceSettings, mirrors: directory.appending(path: "mirrors", directoryHint: .isDirectory),
            deadline: options.fetchDeadline.duration)
        let files = AttemptFiles(
            directory: directory.appending(path: "blobs", directoryHint: .isDirectory),
            sources: setting.sourceSettings.map { git.files(of: $0.origin) })
        let artifacts = DiskArtifacts(stateFolder: directory)
        let preparer = TaskPreparer(secrets: secrets, mocks: mocks, store: store, files: files)
        let caches = CacheHub(
            directory: directory.appending(path: "cache", directoryHint: .isDirectory), clock: clock, report: report)
        let buckets = ArtifactBuckets(Self.buckets(secrets), allow: configuration.operatorConfiguration.allow)
        let uploader = ArtifactUploader(
            store: store, disk: artifacts, buckets: buckets, clock: clock, report: report)
        let monitor = Monitor(store: store, clock: clock, report: report, changed: { wake.ring() })
        let readSecret: @Sendable (SecretSource, SecretPlace) async throws -> Secret = { source, place in
            try await secrets.read(source, for: place)
        }
        let surroundings = AWSSurroundings()
        metrics = configuration.operatorConfiguration.metrics?.cloudwatch.map {
            CloudWatchSink(surroundings: surroundings, settings: $0, report: report)
        }
        let sink = MetricFanOut([monitor] + [metrics].compactMap { $0 as (any MetricSink)? })
        let cloudMetrics = CloudMetricPoller(
            source: CloudWatchSource(surroundings: surroundings, readSecret: readSecret), monitor: monitor,
            store: store, clock: clock, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: sink, caches: caches, clock: clock)
        let dispatcher = Dispatcher(
            store: store, wall: clock, leaseDuration: options.lease.duration, events: report,
            news: {
                recorder.tell($0)
                uploader.ring()
            }, prepare: { try await preparer.prepare($0) })
        let registry = WorkerRegistry(store: store, dispatcher: dispatcher, clock: clock, report: report)

        let isAlone = setting.sourceSettings.count == 1
        let watchers = setting.sourceSettings.map { source in
            SourceWatcher(
                source: source.shown, label: isAlone ? "" : "\(source.name): ", read: git.reading(of: source.origin),
                commits: git.commits(of: source.origin), loader: ManifestLoader(), store: store, clock: clock,
                report: report)
        }
        let local = Self.localProvider(directory, workerArguments: ["--self-end", options.selfEnd.span.description])
        let executable = WorkerExecutable(url: URL(filePath: ExecutablePath.current))
        let boot = configuration.operatorConfiguration.publicURL.map { url in
            WorkerBoot(
                controller: ControllerAddress(url: url, authority: terms.cloudAuthority), executable: executable)
        }
        let services = ControllerServices(
            installation: identity.installation, store: store,
            providers: [.local: local, .aws: Self.awsProvider(secrets, boot: boot)], mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: joinTokens, monitor: monitor, metrics: sink,
            cloudMetrics: cloudMetrics,
            changeHistories: [.aws: CloudTrailHistory(surroundings: surroundings, readSecret: readSecret)],
            caches: caches, secrets: secrets, artifacts: artifacts, uploader: uploader, clock: clock, report: report)
        controller = Controller(
            configuration: configuration, services: services, watchers: watchers, recorder: recorder, wake: wake)
        server = APIServer(
            context: ServerContext(
                store: store, controller: controller, dispatcher: dispatcher, registry: registry,
                adminToken: adminToken, joinTokens: joinTokens,
                credentials: WorkerCredentials(identity: identity, store: store), secrets: safe, clock: clock,
                timing: WorkerTiming(
                    lease: options.lease.span, heartbeat: options.heartbeat.span, credential: options.credential.span),
                webhooks: setting.sourceSettings.compactMap(\.receiver), files: files, artifacts: artifacts,
                buckets: buckets,
                executable: boot == nil ? nil : executable.url))
        listening = terms
        listenArgument = setting.listen
        self.mocks = mocks
        self.git = git
    }

    func listen() async throws -> ListeningServer {
        try await server.start(
            host: listenArgument.host, port: listenArgument.port, identity: listening.keeper?.identity)
    }

    /// What each provider changes in place, known without asking one.
    static let changesInPlace: [ProviderName: Set<InstanceField>] = [
        .local: LocalProvider.changesInPlace, .aws: EC2Provider.changesInPlace,
    ]

    static func awsProvider(_ secrets: SecretReader, boot: WorkerBoot? = nil) -> EC2Provider {
        EC2Provider(surroundings: AWSSurroundings(), boot: boot) { source, place in
            try await secrets.read(source, for: place)
        }
    }

    /// What opens the buckets that artifacts are brought into.
    static func buckets(_ secrets: SecretReader) -> [ProviderName: any BucketOpener] {
        [.aws: S3Buckets(surroundings: AWSSurroundings()) { try await secrets.read($0, for: $1) }]
    }

    /// The providers of a state folder that no controller runs on, looking where its objects say.
    static func providers(
        _ directory: URL, of store: Store, allow: OperatorConfiguration.Allow = OperatorConfiguration.Allow()
    ) async throws -> [any CloudProvider] {
        let secrets = SecretReader(allow: allow, safe: SecretSafe(stateFolder: directory, store: store))
        let aws = awsProvider(secrets)
        await aws.look(
            in: CloudPlaces.all(
                of: .aws, declared: [], applied: try await store.objects().map(\.declared),
                instances: try await store.instances()))
        return [localProvider(directory), aws]
    }

    static func localProvider(_ directory: URL, workerArguments: [String] = []) -> LocalProvider {
        LocalProvider(
            executable: ExecutablePath.current, stateDirectory: directory, workerArguments: workerArguments)
    }
}
