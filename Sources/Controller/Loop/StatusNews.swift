import Foundation
import Model

/// What a change of status is worth telling: an object became Ready, or ceased to be, or stalled.
struct StatusNews {
    let events: [Event]

    init(
        _ identity: ObjectIdentity, before: ObjectStatus?, after: ObjectStatus, at time: Date, on revision: Revision?
    ) {
        var news: [(Event.Severity, Condition)] = []
        if Self.isNews(identity.kind, after), let ready = after.condition(.ready), ready.status == .yes,
            before?.isReady != true
        {
            news.append((.normal, ready))
        }
        if let stalled = after.condition(.stalled), stalled.status == .yes,
            before?.condition(.stalled)?.message != stalled.message
        {
            news.append((.warning, stalled))
        }
        if let expired = after.condition(.expired), before?.condition(.expired) == nil {
            news.append((.normal, expired))
        }
        events = news.map { severity, condition in
            Event(
                time: time, object: identity, severity: severity, reason: condition.reason,
                message: condition.type == .ready ? after.summary : condition.message,
                revision: revision?.description)
        }
    }

    /// Whether nothing else tells of becoming Ready, as served mocks, a finished run and an applied declaration do.
    private static func isNews(_ kind: Kind, _ status: ObjectStatus) -> Bool {
        switch kind {
        case .environment: !(status.services ?? []).contains(where: \.mock)
        case .cloudResource: true
        case .testSuite, .alertRule, .cachePolicy: false
        }
    }
}

extension ActiveRun {
    /// Whether nothing will happen to it before workers or manifests change.
    var isStuck: Bool { !unschedulable.isEmpty && counts.finished + unschedulable.count >= total }
}
