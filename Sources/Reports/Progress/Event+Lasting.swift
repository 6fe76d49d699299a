package import Model

extension Event {
    /// Whether its line stays on a terminal whose live view shows what is.
    ///
    /// What a person would want to find when scrolling back: new revisions, results, retries, everything that went
    /// wrong, was lost or deleted, and what became of it. What was created and is there, the view shows.
    package var isLasting: Bool {
        if severity == .warning { return true }
        switch reason {
        case .newRevision, .fetchFailed, .emptyTree, .unverifiedCommit, .invalidManifests, .invalidManifest,
            .manifestRepaired,
            .instanceLost, .instanceStarted, .instanceStopped, .instanceDeleted, .workersMissing, .runFinished,
            .runCancelled, .runErrored, .runRequested, .testsFailed, .unschedulable, .taskRetried, .leaseLost,
            .pruned, .pruneHeld, .actionFailed, .driftDetected, .driftReported, .driftResolved, .alertFiring,
            .alertResolved, .suspended, .artifactsWaiting, .artifactsKept, .secretUnusable, .notImplemented,
            .endpointNotAllowed, .pruneApproved,
            .instanceUpdated, .instanceReleased, .providerPaused, .providerResumed, .resumed, .expired, .renewed,
            .pinned, .unpinned, .syncWindowClosed, .syncWindowOpened, .metricUnreadable, .metricReadable,
            .certificateReplaced, .certificateUnusable, .certificateExpiring, .keyExposed,
            .keysWrapped:
            return true
        // Of the source that can be read again; that all is settled is told with what it took.
        case .succeeded: return object == nil && !tellsSettled
        case .progressing, .progressingWithRetry, .dependencyNotReady, .accepted, .applied, .noController,
            .orphanedSource,
            .servicesServed, .instancesRunning, .instanceCreated, .workerJoined, .runStarted, .testsPassed, .neverRun,
            .alertInactive, .alertPending, .noData, .scheduledDown, .reconcileRequested:
            return false
        }
    }

    /// Whether the controller says that nothing is left to do.
    package var tellsSettled: Bool { object == nil && reason == .succeeded && message.hasPrefix("settled:") }

    /// Whether it tells of something that was carried out, after which the controller settles again.
    var tellsWork: Bool {
        switch reason {
        case .applied, .servicesServed, .instanceCreated, .instanceStarted, .instanceDeleted, .runStarted,
            .runCancelled,
            .pruned, .actionFailed, .instanceUpdated, .instanceReleased:
            true
        case .newRevision, .fetchFailed, .emptyTree, .unverifiedCommit, .invalidManifests, .invalidManifest,
            .manifestRepaired,
            .instanceLost, .instanceStopped, .workersMissing, .runFinished, .runErrored, .runRequested, .testsFailed,
            .unschedulable, .taskRetried, .leaseLost, .pruneHeld, .driftDetected, .driftReported, .driftResolved,
            .alertFiring, .alertResolved, .suspended, .succeeded, .progressing, .progressingWithRetry,
            .dependencyNotReady, .accepted, .noController, .orphanedSource, .instancesRunning, .workerJoined,
            .testsPassed, .neverRun, .alertInactive, .alertPending, .noData, .artifactsWaiting, .artifactsKept,
            .secretUnusable, .notImplemented,
            .pruneApproved, .endpointNotAllowed, .providerPaused, .providerResumed, .resumed, .expired, .renewed,
            .pinned, .unpinned, .syncWindowClosed, .syncWindowOpened, .scheduledDown, .reconcileRequested,
            .metricUnreadable, .metricReadable, .certificateReplaced, .certificateUnusable, .certificateExpiring,
            .keyExposed, .keysWrapped:
            false
        }
    }
}
