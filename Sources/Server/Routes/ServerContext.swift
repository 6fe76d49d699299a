package import Access
package import Caching
package import Controller
package import Foundation
package import Model
package import Scheduling
package import Store

/// What the routes answer from.
package struct ServerContext: Sendable {
    package let store: Store
    package let controller: Controller
    package let dispatcher: Dispatcher
    package let registry: WorkerRegistry
    package let adminToken: AdminToken
    package let joinTokens: JoinTokens
    package let credentials: WorkerCredentials
    package let secrets: SecretSafe
    package let clock: any WallClock
    package let timing: WorkerTiming
    /// By source.
    let webhooks: [String: WebhookReceiver]
    let webhookGate = WebhookGate()
    /// How long a delivery may take to come.
    let webhookDeadline: Duration
    /// nil where tests get no files.
    let files: AttemptFiles?
    /// nil where nothing is kept of what attempts leave behind.
    let artifacts: DiskArtifacts?
    let buckets: ArtifactBuckets
    /// What instances of clouds fetch to become workers; nil where none do.
    let executable: URL?
    /// Tells those who follow logs that there may be more.
    let logs: LogHub

    package init(
        store: Store, controller: Controller, dispatcher: Dispatcher, registry: WorkerRegistry, adminToken: AdminToken,
        joinTokens: JoinTokens, credentials: WorkerCredentials, secrets: SecretSafe, clock: any WallClock,
        timing: WorkerTiming, webhooks: [WebhookReceiver] = [], webhookDeadline: Duration = .seconds(10),
        files: AttemptFiles? = nil, artifacts: DiskArtifacts? = nil,
        buckets: ArtifactBuckets = ArtifactBuckets(), executable: URL? = nil
    ) {
        self.buckets = buckets
        self.executable = executable
        self.files = files
        self.artifacts = artifacts
        self.webhooks = Dictionary(webhooks.map { ($0.source, $0) }) { first, _ in first }
        self.webhookDeadline = webhookDeadline
        self.store = store
        self.controller = controller
        self.dispatcher = dispatcher
        self.registry = registry
        self.adminToken = adminToken
        self.joinTokens = joinTokens
        self.credentials = credentials
        self.secrets = secrets
        self.clock = clock
        self.timing = timing
        logs = LogHub { await dispatcher.changes() }
    }

    var logRoutes: LogRoutes { LogRoutes(store: store, dispatcher: dispatcher, hub: logs) }
    var caseRoutes: CaseRoutes { CaseRoutes(store: store, dispatcher: dispatcher) }
}

/// The intervals that workers are told.
package struct WorkerTiming: Sendable {
    /// How long a lease lasts without a heartbeat.
    package let lease: TimeSpan
    package let heartbeat: TimeSpan
    /// How long a worker's credential is good for.
    package let credential: TimeSpan

    package init(
        lease: TimeSpan = .seconds(15), heartbeat: TimeSpan = .seconds(5), credential: TimeSpan = .minutes(60)
    ) {
        self.lease = lease
        self.heartbeat = heartbeat
        self.credential = credential
    }
}
