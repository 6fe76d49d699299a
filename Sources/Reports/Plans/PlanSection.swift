package import Foundation
package import Model

/// The plan of one source in a report on all of them.
package struct PlanSection: Sendable {
    package let source: String
    package let plan: Plan
    package let details: PlanDetails?
    /// Why the source's newest commit may not be known; nil when it is.
    package let staleness: String?

    package init(source: String, plan: Plan, details: PlanDetails? = nil, staleness: String? = nil) {
        self.source = source
        self.plan = plan
        self.details = details
        self.staleness = staleness
    }
}

extension PlanReport {
    /// Each source's plan; the only one stands without its source's name.
    package static func text(
        _ sections: [PlanSection], now: Date, canApprove: Bool = true, style: Style = .plain
    ) -> String {
        sections.map { section in
            let note = section.staleness.map { reason in
                section.plan.revision == nil ? reason : "The source is stale, nothing is pruned: \(reason)"
            }
            let text = text(
                section.plan, details: section.details, now: now, note: note,
                canApprove: canApprove, style: style)
            guard sections.count > 1 else { return text }
            return style.paint("Source \(TerminalText.safe(section.source, limit: 100))", .strong) + "\n\(text)"
        }
        .joined(separator: "\n")
    }

    /// The plan's document, or with several sources a list of them, each with the name of its source.
    package static func json(_ sections: [PlanSection]) throws -> String {
        if sections.count == 1 { return try json(sections[0].plan, details: sections[0].details) }
        return try Documents.json(PlanListDocument(sections))
    }
}

/// The plans of several sources for programs.
private struct PlanListDocument: Encodable {
    let formatVersion = "1"
    let kind = "PlanList"
    let items: [PlanDocument]

    init(_ sections: [PlanSection]) {
        items = sections.map { PlanDocument($0.plan, details: $0.details, source: $0.source) }
    }

    private enum CodingKeys: String, CodingKey { case formatVersion, kind, items }
}
