package import Foundation
package import Model

/// What an approval lets happen, as the person who gave it reads it.
package enum ApprovalReport {
    /// The most targets that are listed one by one.
    private static let limit = 20

    package static func text(_ approval: Approval, now: Date, style: Style = .plain) -> String {
        let count = approval.targets.count
        let lines = approval.targets.prefix(limit).map { target in
            "  \(style.paint("-", .bad)) \(TerminalText.safe(target.description, limit: 300))\n"
        }
        let more = count > limit ? "  … \(count - limit) more\n" : ""
        let left = Spans.age(approval.expiresAt.timeIntervalSince(now))
        return lines.joined() + more
            + "approved \(count == 1 ? "1 deletion" : "\(count) deletions") of "
            + "\(TerminalText.safe(approval.revision.short, limit: 200)) for the next \(left), as "
            + "\(TerminalText.safe(approval.approvedBy, limit: 100))\n"
    }
}
