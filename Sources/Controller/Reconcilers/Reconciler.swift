package import Access
package import Caching
package import Model
package import Monitoring
import Planning
package import Scheduling
package import Store

/// Carries out planned actions of one kind of object; decides nothing.
package protocol Reconciler: Sendable {
    /// - Returns: What changed, for the controller's memory; the store has been written already.
    func carryOut(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change]
}

/// One thing that an action changed.
package enum Change: Sendable {
    case applied(ObservedObject)
    case forgotten(ObjectIdentity)
    case created(ObservedInstance)
    case ended(InstanceID)
    case lossesForgotten(ObjectIdentity)
    /// With nil the suite has no schedule any more.
    case scheduled(ObjectIdentity, ScheduleMark?)
    /// It was entered before anything ended.
    case pruned(PruneRecord)
    /// With nil nothing of the object expires.
    case lived(ObjectIdentity, Lifetime?)
    /// The instance was stopped by its schedule, or with `isPlanned: false` no longer is.
    case stopped(InstanceID, isPlanned: Bool)
}

/// What reconcilers act with, and what was known when the plan was made.
package struct ReconcileContext: Sendable {
    package let services: ControllerServices
    package let set: DesiredSet
    /// Whether the set is of a source that could be read, and not stale.
    package let isKnown: Bool
    package let observation: Observation
    package let specHash: @Sendable (DeclaredObject) -> Digest
    /// The plan that is carried out, by its hash.
    package let plan: Digest
    /// How often people had kept something from happening when it was made.
    package let vetoes: Int
    private let index = Memo<[ObjectIdentity: DeclaredObject]>()

    package init(
        services: ControllerServices, set: DesiredSet, isKnown: Bool, observation: Observation,
        specHash: @escaping @Sendable (DeclaredObject) -> Digest, plan: Digest = Digest(rawValue: ""),
        vetoes: Int = 0
    ) {
        self.plan = plan
        self.vetoes = vetoes
        self.services = services
        self.set = set
        self.isKnown = isKnown
        self.observation = observation
        self.specHash = specHash
    }

    /// Of those parts of an instance that its provider can't change in place.
    func fixedHash(of spec: CloudResourceSpec) -> Digest? {
        services.providers[spec.provider].map {
            Digests.fixedHash(of: spec, changesInPlace: $0.changesInPlace)
        }
    }

    package func declared(_ identity: ObjectIdentity) -> DeclaredObject? {
        index.value { Dictionary(set.objects.map { ($0.identity, $0) }) { first, _ in first } }[identity]
    }

    /// Reports an event of an object on behalf of the desired revision.
    package func tell(
        _ object: ObjectIdentity, _ reason: ConditionReason, _ message: String, severity: Event.Severity = .normal
    ) {
        services.report(
            Event(
                time: services.clock.now(), object: object, severity: severity, reason: reason, message: message,
                revision: set.revision.description))
    }
}

/// The parts of the world that reconcilers act on, each behind its seam.
package struct ControllerServices: Sendable {
    package let installation: InstallationID
    package let store: Store
    package let providers: [ProviderName: any CloudProvider]
    package let mocks: any MockHost
    package let dispatcher: Dispatcher
    package let registry: WorkerRegistry
    package let joinTokens: JoinTokens
    package let monitor: Monitor
    /// Takes what is measured here: the monitor, and whoever else is to have it.
    package let metrics: any MetricSink
    /// nil where no cloud is asked for metrics.
    package let cloudMetrics: CloudMetricPoller?
    /// Who changed instances, by the clouds that keep account of it.
    package let changeHistories: [ProviderName: any ChangeHistory]
    package let caches: CacheHub
    package let secrets: SecretReader
    /// nil where nothing is kept of what attempts leave behind.
    package let artifacts: DiskArtifacts?
    /// nil where nothing is brought into buckets.
    package let uploader: ArtifactUploader?
    package let clock: any WallClock
    package let time: MonotonicTime
    /// Between 0 and 1, another each time: what keeps retries and looks of many from coming at once.
    package let jitter: @Sendable () -> Double
    package let report: @Sendable (Event) -> Void
    /// When creations were last tried.
    package let attempts: CreationAttempts

    /// Providers and histories are put behind their call limits here.
    package init(
        installation: InstallationID, store: Store, providers: [ProviderName: any CloudProvider],
        mocks: any MockHost, dispatcher: Dispatcher, registry: WorkerRegistry, joinTokens: JoinTokens, monitor: Monitor,
        metrics: (any MetricSink)? = nil, cloudMetrics: CloudMetricPoller? = nil,
        changeHistories: [ProviderName: any ChangeHistory] = [:], caches: CacheHub, secrets: SecretReader,
        artifacts: DiskArtifacts? = nil, uploader: ArtifactUploader? = nil, clock: any WallClock,
        time: MonotonicTime = .system,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }, report: @escaping @Sendable (Event) -> Void
    ) {
        self.installation = installation
        self.store = store
        self.time = time
        self.jitter = jitter
        attempts = CreationAttempts(since: time.now())
        let news = ProviderNews(clock: clock, report: report)
        self.providers = providers.mapValues { provider in
            GuardedProvider(provider, time: time) { news.tell($0, $1, lastError: $2) }
        }
        self.mocks = mocks
        self.dispatcher = dispatcher
        self.registry = registry
        self.joinTokens = joinTokens
        self.monitor = monitor
        self.metrics = metrics ?? monitor
        self.cloudMetrics = cloudMetrics
        self.changeHistories = Dictionary(
            uniqueKeysWithValues: changeHistories.map { ($0, GuardedHistory($1, of: $0, time: time)) })
        self.caches = caches
        self.secrets = secrets
        self.artifacts = artifacts
        self.uploader = uploader
        self.clock = clock
        self.report = report
    }
}

/// Why an action could not be carried out.
package enum ReconcileError: Error, CustomStringConvertible {
    case noProvider(ProviderName)
    /// The plan asked a reconciler for something that its kind never needs.
    case unexpected(PlannedAction)
    case undeclared(ObjectIdentity)
    /// A creation whose answer was lost may still have made something; nobody can tell before the provider shows it.
    case unsettled(ordinal: Int, for: Duration)
    /// What an earlier creation made may be where nobody can look now.
    case blind(ordinal: Int, CloudPlace, reason: String)
    /// The provider says that what this token made has ended.
    case endedAlready(InstanceID)

    package var description: String {
        switch self {
        case .noProvider(let name): "no provider `\(name.rawValue)` is configured"
        case .unexpected(let action): "cannot carry out \(action.operation) for \(action.object)"
        case .undeclared(let identity): "\(identity) is not in the desired set any more"
        case .unsettled(let ordinal, let pause):
            "an earlier creation of instance \(ordinal) may still take effect: waits up to "
                + "\(max(1, pause.components.seconds)) s more to see"
        case .blind(let ordinal, let place, let reason):
            "an earlier creation of instance \(ordinal) may have taken effect, and \(place) can't be looked at: \(reason)"
        case .endedAlready(let id): "\(id) has ended meanwhile; another is made"
        }
    }
}
