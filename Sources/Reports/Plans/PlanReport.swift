package import Foundation
package import Model

/// A plan as people read it before they let it happen.
package enum PlanReport {
    /// - Parameters:
    ///   - details: Both values of changed fields and the instances that would end; without them the plan says less.
    ///   - now: What ages are told against.
    ///   - note: A remark on the source, such as why nothing is known of it.
    ///   - canApprove: Whether a controller follows this commit, so that approving what is held makes sense.
    /// - Returns: heading, a block for each object, summary; each line with a newline.
    package static func text(
        _ plan: Plan, details: PlanDetails? = nil, now: Date, note: String? = nil, canApprove: Bool = true,
        style: Style = .plain
    ) -> String {
        guard let revision = plan.revision else {
            let reason = note.map { ": " + TerminalText.safe($0, limit: 500) } ?? ""
            return "No plan: what git wants is not known\(reason).\n"
        }
        let summary = PlanSummary(plan, details)
        let remark = note.map { TerminalText.safe($0, limit: 500) + "\n" } ?? ""
        guard !summary.isEmpty else {
            let count = summary.unchanged
            let objects = count == 1 ? "1 object is as git wants it" : "\(count) objects are as git wants them"
            let seen = details.map { ", as seen \(Spans.age(of: $0.observedAt, at: now)) ago" } ?? ""
            let aside = plan.paused.map { paused in
                let name = TerminalText.safe(paused.object.description, limit: 200)
                return "  \(name)   \(style.paint(TerminalText.safe("\(paused.reason)", limit: 300), .caution))\n"
            }
            return remark + style.paint("No changes.", .good) + " \(objects)\(seen).\n" + aside.joined()
        }
        let seen = details.map { " against what was seen \(Spans.age(of: $0.observedAt, at: now)) ago" } ?? ""
        let heading = style.paint("Plan \(plan.hash.short)", .strong)
        let blocks = PlanBlocks(plan, details, now: now, style: style).text()
        return "\(heading)  \(TerminalText.safe(revision.short, limit: 200))\(seen)\n\(remark)\n\(blocks)\n"
            + approval(of: plan, canApprove: canApprove, style: style) + "\(summary.text)\n"
    }

    /// The command that lets what is held happen, on a line of its own.
    private static func approval(of plan: Plan, canApprove: Bool, style: Style) -> String {
        guard let hash = plan.approval, canApprove else { return "" }
        let count = plan.approvable.count
        let command = style.paint("rondo approve \(hash.approvalText)", .strong)
        return "\(count == 1 ? "1 deletion is" : "\(count) deletions are") held; to let \(count == 1 ? "it" : "them") "
            + "happen: \(command)\n"
    }
}
