package import Model

/// Whether there is anything left to do, and what `--once` should exit with; a pure decision.
package struct Convergence: Sendable {
    package let isSettled: Bool
    package let exit: ExitStatus

    /// - Parameters:
    ///   - desired: What each source wants.
    ///   - isFresh: Every source has been looked at.
    ///   - busy: Actions or runs are under way.
    ///   - hasReportedDrift: Something differs and is to be left as it is.
    ///   - exhausted: Objects whose actions failed so often that waiting for them has no end.
    package init(
        desired: [DesiredState], isFresh: Bool, plan: Plan, statuses: [ObjectIdentity: ObjectStatus], busy: Bool,
        exhausted: Set<ObjectIdentity> = [], hasReportedDrift: Bool = false
    ) {
        let held = Set(plan.held.map(\.object))
        let unsettled = statuses.contains { identity, status in
            !status.isReady && !status.isStalled && !status.isSuspended && !status.isWaiting && !status.isDriftReported
                && !status.isOrphaned && !status.isWindowed && !status.isExpired && !held.contains(identity)
                && !exhausted.contains(identity)
        }
        let hasWork = plan.executable.contains { !exhausted.contains($0.object) }
        isSettled = isFresh && !busy && !hasWork && !unsettled
        exit = Self.exit(
            desired: desired, plan: plan, statuses: statuses, hasExhausted: !exhausted.isEmpty,
            hasReportedDrift: hasReportedDrift)
    }

    private static func exit(
        desired: [DesiredState], plan: Plan, statuses: [ObjectIdentity: ObjectStatus], hasExhausted: Bool,
        hasReportedDrift: Bool
    ) -> ExitStatus {
        guard desired.allSatisfy(\.isKnown) else { return .couldNotCheck }
        if hasExhausted || statuses.values.contains(where: { $0.isStalled }) { return .couldNotCheck }
        let failing = statuses.values.contains { $0.condition(.passing)?.status == .no && !$0.isSuspended }
        let isWindowed = plan.paused.contains { !$0.reason.isSuspension }
        let isWaiting = !plan.waitingInEarnest.isEmpty || !plan.cycles.isEmpty || isWindowed
        let isDrifting = hasReportedDrift || statuses.values.contains { $0.isDriftReported }
        let hasErrors = desired.contains { $0.set?.hasErrors ?? false }
        let isAway = statuses.values.contains { $0.isOrphaned || $0.isExpired }
        return hasErrors || failing || isDrifting || isWaiting || isAway || !plan.held.isEmpty
            ? .notAsDesired : .asDesired
    }
}

/// The exit codes of every command.
package enum ExitStatus: Int32, Sendable {
    case asDesired = 0
    /// Differences, failed tests, invalid manifests, a held prune.
    case notAsDesired = 1
    /// An error, an unreadable source.
    case couldNotCheck = 2
}

extension ObjectStatus {
    package var isSuspended: Bool { condition(.ready)?.reason == .suspended }

    /// Whether its source is no longer configured, so that nothing is done to it.
    package var isOrphaned: Bool { condition(.ready)?.reason == .orphanedSource }

    /// Whether it differs from what is desired and is left as it is.
    package var isDriftReported: Bool { condition(.ready)?.reason == .driftReported }

    /// Whether a change of it waits for a sync window.
    package var isWindowed: Bool { condition(.reconciling)?.reason == .syncWindowClosed }

    /// Whether its `ttl` is over and everything is ended that was made for it.
    package var isExpired: Bool { condition(.expired)?.status == .yes && condition(.reconciling) == nil }

    /// Whether it waits for another object; with nothing under way, that wait has no end of its own.
    package var isWaiting: Bool { condition(.ready)?.reason == .dependencyNotReady }
}
