import Foundation
import Model

/// Why something waits, counted down where only time is in its way.
enum HoldText {
    /// `deleted in 59m (prune.grace)`; any other reason as it is.
    static func text(_ hold: HoldReason, now: Date) -> String {
        switch hold {
        case .grace(let until): "deleted in \(Spans.age(until.timeIntervalSince(now))) (prune.grace)"
        case .wholeSource, .production, .protected, .sourceStale, .brokenManifest, .budget: "\(hold)"
        }
    }

    /// `3f9a1c2b44d0 by ana, 4m ago, for another 23h`
    static func approval(_ approval: ApprovalStatus, now: Date) -> String {
        TerminalText.safe(
            "\(approval.hash.approvalText) by \(approval.by), \(Spans.age(of: approval.at, at: now)) ago, for another "
                + Spans.age(approval.expiresAt.timeIntervalSince(now)),
            limit: 300)
    }
}
