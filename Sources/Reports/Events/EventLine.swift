import Foundation
package import Model

/// One event as one line of `rondo run`.
package enum EventLine {
    /// For people: `  ✔ Environment/dev   ready, 2 services mocked`. Without a newline.
    package static func terminal(_ event: Event, style: Style = .plain) -> String {
        let mark = event.mark
        let message = TerminalText.safe(event.message, limit: 500)
        guard let object = event.object else { return "\(style.paint(mark.text, mark.tone)) \(message)" }
        let name = TerminalText.padded(TerminalText.safe(object.description, limit: 200), to: 28)
        return "  \(style.paint(mark.text, mark.tone)) \(name)   \(message)"
    }

    /// For logs: `2026-11-21T10:00:00Z info  CloudResource/pool InstanceCreated msg="…" revision=…`.
    ///
    /// Time, level, object (`-` for the source or the controller) and reason, then logfmt pairs. Without a newline.
    package static func log(_ event: Event) -> String {
        let level =
            switch event.severity {
            case .normal: "info "
            case .warning: "warn "
            }
        let time = event.time.formatted(.iso8601)
        let object = event.object.map { TerminalText.safe($0.description, limit: 200) } ?? "-"
        let message = Self.quoted(TerminalText.safe(event.message, limit: 1_024))
        let revision = event.revision.map { " revision=\(TerminalText.safe($0, limit: 300))" } ?? ""
        return "\(time) \(level) \(object) \(event.reason.rawValue) msg=\(message)\(revision)"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension Event {
    /// ► a start, ◎ something under way, ✔ done, ✘ wrong.
    fileprivate var mark: (text: String, tone: Style.Tone) {
        if severity == .warning { return ("✘", .bad) }
        switch reason {
        case .newRevision: return ("►", .info)
        case .progressing, .progressingWithRetry, .dependencyNotReady, .runStarted, .taskRetried, .neverRun, .suspended,
            .instanceCreated, .accepted, .applied, .runCancelled, .pruneHeld, .runRequested, .alertPending,
            .alertInactive, .noData, .pruneApproved, .expired, .syncWindowClosed, .scheduledDown, .reconcileRequested,
            .pinned:
            return ("◎", .info)
        case .succeeded, .servicesServed, .instancesRunning, .instanceDeleted, .workerJoined, .runFinished,
            .testsPassed, .artifactsKept, .pruned, .manifestRepaired, .instanceStarted, .driftResolved, .alertResolved,
            .instanceUpdated, .instanceReleased, .providerResumed, .resumed, .renewed, .unpinned, .syncWindowOpened,
            .metricReadable, .keysWrapped, .certificateReplaced:
            return ("✔", .good)
        case .fetchFailed, .emptyTree, .unverifiedCommit, .invalidManifests, .noController, .orphanedSource,
            .instanceLost,
            .workersMissing, .runErrored,
            .testsFailed, .unschedulable, .leaseLost, .artifactsWaiting, .actionFailed, .invalidManifest,
            .instanceStopped,
            .driftDetected, .driftReported, .alertFiring, .secretUnusable, .notImplemented, .endpointNotAllowed,
            .providerPaused, .metricUnreadable, .certificateUnusable, .certificateExpiring, .keyExposed:
            return ("✘", .bad)
        }
    }
}
