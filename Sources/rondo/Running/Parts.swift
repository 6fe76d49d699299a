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
        let safe = try await Self.protectedSafe(
            directory, store, wrapping: configuration.operatorConfiguration.encryption?.key, clock: clock,
            report: report)
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
        let allow = configuration.operatorConfiguration.allow
        let accounts = Self.awsAccounts(secrets) { allow.permits(endpoint: $0) }
        let buckets = ArtifactBuckets(Self.buckets(accounts), allow: configuration.operatorConfiguration.allow)
        let uploader = ArtifactUploader(
            store: store, disk: artifacts, buckets: buckets, clock: clock, report: report, changed: { wake.ring() })
        let monitor = Monitor(store: store, clock: clock, report: report, changed: { wake.ring() })
        metrics = configuration.operatorConfiguration.metrics?.cloudwatch.map {
            CloudWatchSink(accounts: accounts, settings: $0, report: report)
        }
        let sink = MetricFanOut([monitor] + [metrics].compactMap { $0 as (any MetricSink)? })
        let cloudMetrics = CloudMetricPoller(
            source: GuardedMetricSource(CloudWatchSource(accounts: accounts)), monitor: monitor, store: store,
            clock: clock, report: report, changed: { wake.ring() })
        let recorder = RunRecorder(sink: sink, caches: caches, clock: clock, caughtUp: { wake.ring() })
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
            providers: [.local: local, .aws: EC2Provider(accounts: accounts, boot: boot)], mocks: mocks,
            dispatcher: dispatcher, registry: registry, joinTokens: joinTokens, monitor: monitor, metrics: sink,
            cloudMetrics: cloudMetrics,
            changeHistories: [.aws: CloudTrailHistory(accounts: accounts)],
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

    /// What opens secrets, with every key wrapped as the operator wants it.
    private static func protectedSafe(
        _ directory: URL, _ store: Store, wrapping: WrappingKey?, clock: any WallClock,
        report: @Sendable (Event) -> Void
    ) async throws -> SecretSafe {
        let safe = safe(directory, store, wrapping: wrapping)
        let wrapped = try await safe.protect()
        if wrapped > 0, let wrapping {
            report(
                Event(
                    time: clock.now(), object: nil, severity: .normal, reason: .keysWrapped,
                    message: "\(wrapped) \(wrapped == 1 ? "key" : "keys") of identity/ wrapped by \(wrapping); "
                        + "copies of before are not"))
        }
        return safe
    }

    /// What opens secrets; keys that are wrapped are unwrapped where they are.
    ///
    /// - Parameter wrapping: what keys are wrapped by from now on.
    static func safe(_ directory: URL, _ store: Store, wrapping: WrappingKey? = nil) -> SecretSafe {
        SecretSafe(stateFolder: directory, store: store, protection: protection(wrapping))
    }

    static func protection(_ wrapping: WrappingKey? = nil) -> KeyProtection {
        KeyProtection(wrapper: AWSKeyWrapper(surroundings: AWSSurroundings()), wrapping: wrapping)
    }

    /// Everything that calls AWS shares them.
    ///
    /// - Parameter allowsEndpoint: what the operator says; without a controller nobody does.
    static func awsAccounts(
        _ secrets: SecretReader, allowsEndpoint: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> AWSAccounts {
        AWSAccounts(surroundings: AWSSurroundings(), allowsEndpoint: allowsEndpoint) {
            try await secrets.read($0, for: $1)
        }
    }

    /// What opens the buckets that artifacts are brought into.
    static func buckets(_ accounts: AWSAccounts) -> [ProviderName: any BucketOpener] {
        [.aws: S3Buckets(accounts: accounts)]
    }

    /// The providers of a state folder that no controller runs on, looking where its objects say.
    static func providers(
        _ directory: URL, of store: Store, allow: OperatorConfiguration.Allow = OperatorConfiguration.Allow()
    ) async throws -> [any CloudProvider] {
        let secrets = SecretReader(allow: allow, safe: safe(directory, store))
        let aws = EC2Provider(accounts: awsAccounts(secrets))
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
