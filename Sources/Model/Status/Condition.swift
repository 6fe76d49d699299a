package import Foundation

/// One observed fact about an object, by the rules of kstatus.
package struct Condition: Hashable, Sendable, Codable {
    package enum ConditionType: String, Hashable, Sendable, Codable, CaseIterable {
        case ready = "Ready"
        case reconciling = "Reconciling"
        case stalled = "Stalled"
        case servicesReady = "ServicesReady"
        case workersJoined = "WorkersJoined"
        case passing = "Passing"
        /// Of an AlertRule: its condition has held for long enough.
        case firing = "Firing"
        /// False while the newest commit's manifest of the object is broken and an older version is in force.
        case manifestValid = "ManifestValid"
        /// Of an Environment: False while its bucket does not take files that attempts left.
        case artifactsStored = "ArtifactsStored"
        /// Of a source: its newest commit is in use.
        case fetched = "Fetched"
        /// Its `ttl` is over: what was made for it is ended.
        case expired = "Expired"
        /// Of a source: a person keeps it at one commit.
        case pinned = "Pinned"
    }

    package enum Value: String, Hashable, Sendable, Codable {
        case yes = "True"
        case no = "False"
        case unknown = "Unknown"
    }

    package let type: ConditionType
    package let status: Value
    package let reason: ConditionReason
    /// At most 1 KiB.
    package let message: String
    package let lastTransitionTime: Date
    package let observedGeneration: Int

    package init(
        type: ConditionType, status: Value, reason: ConditionReason, message: String = "",
        lastTransitionTime: Date = Date(timeIntervalSince1970: 0), observedGeneration: Int = 1
    ) {
        self.type = type
        self.status = status
        self.reason = reason
        self.message = String(message.prefix(1_024))
        self.lastTransitionTime = lastTransitionTime
        self.observedGeneration = observedGeneration
    }
}

/// Why a condition is as it is; also the reason of events.
package enum ConditionReason: String, Hashable, Sendable, Codable, CaseIterable {
    case succeeded = "Succeeded"
    case progressing = "Progressing"
    case progressingWithRetry = "ProgressingWithRetry"
    case suspended = "Suspended"
    case dependencyNotReady = "DependencyNotReady"
    case accepted = "Accepted"
    case newRevision = "NewRevision"
    case fetchFailed = "FetchFailed"
    case emptyTree = "EmptyTree"
    case unverifiedCommit = "UnverifiedCommit"
    case invalidManifests = "InvalidManifests"
    case noController = "NoController"
    /// Its source is no longer configured.
    case orphanedSource = "OrphanedSource"
    case servicesServed = "ServicesServed"
    case instancesRunning = "InstancesRunning"
    case instanceCreated = "InstanceCreated"
    case instanceLost = "InstanceLost"
    case instanceDeleted = "InstanceDeleted"
    case workerJoined = "WorkerJoined"
    case workersMissing = "WorkersMissing"
    case runStarted = "RunStarted"
    case runFinished = "RunFinished"
    case runCancelled = "RunCancelled"
    case runErrored = "RunErrored"
    case testsPassed = "TestsPassed"
    case testsFailed = "TestsFailed"
    case neverRun = "NeverRun"
    case unschedulable = "Unschedulable"
    case taskRetried = "TaskRetried"
    case leaseLost = "LeaseLost"
    case applied = "Applied"
    case pruned = "Pruned"
    case pruneHeld = "PruneHeld"
    case actionFailed = "ActionFailed"
    case invalidManifest = "InvalidManifest"
    case manifestRepaired = "ManifestRepaired"
    case instanceStarted = "InstanceStarted"
    case instanceStopped = "InstanceStopped"
    case driftDetected = "DriftDetected"
    case driftReported = "DriftReported"
    case driftResolved = "DriftResolved"
    case runRequested = "RunRequested"
    case alertInactive = "AlertInactive"
    case alertPending = "AlertPending"
    case alertFiring = "AlertFiring"
    case alertResolved = "AlertResolved"
    case noData = "NoData"
    /// A cloud does not answer what an alert rule watches.
    case metricUnreadable = "MetricUnreadable"
    case metricReadable = "MetricReadable"
    case secretUnusable = "SecretUnusable"
    /// Private keys of the state folder are wrapped as the operator wants them.
    case keysWrapped = "KeysWrapped"
    /// Files of attempts can't be brought into their bucket now.
    case artifactsWaiting = "ArtifactsWaiting"
    /// A bucket takes files again.
    case artifactsKept = "ArtifactsKept"
    /// What it asks for is valid, and this version has nothing that could do it.
    case notImplemented = "NotImplemented"
    /// An address that the operator's configuration does not list.
    case endpointNotAllowed = "EndpointNotAllowed"
    case pruneApproved = "PruneApproved"
    case instanceUpdated = "InstanceUpdated"
    case instanceReleased = "InstanceReleased"
    /// A provider failed so often in a row that it is left alone for a while.
    case providerPaused = "ProviderPaused"
    case providerResumed = "ProviderResumed"
    case resumed = "Resumed"
    case expired = "Expired"
    case renewed = "Renewed"
    case pinned = "Pinned"
    case unpinned = "Unpinned"
    /// A change waits for a sync window.
    case syncWindowClosed = "SyncWindowClosed"
    /// A sync window that a change waited for has opened.
    case syncWindowOpened = "SyncWindowOpened"
    /// Its schedule wants it stopped now, and it is.
    case scheduledDown = "ScheduledDown"
    case reconcileRequested = "ReconcileRequested"
    /// Files of the listener's certificate were replaced and are in use.
    case certificateReplaced = "CertificateReplaced"
    /// They were replaced by what can't be used.
    case certificateUnusable = "CertificateUnusable"
    case certificateExpiring = "CertificateExpiring"
    /// A private key that everybody on the machine may read.
    case keyExposed = "KeyExposed"
}

/// An error that knows the reason under which people are shown it.
package protocol ReasonedError: Error {
    var conditionReason: ConditionReason { get }
}
