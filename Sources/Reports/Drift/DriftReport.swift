package import Foundation
package import Model

/// The drift ledger as people read it.
package enum DriftReport {
    private static let columns: [Table.Column] = [
        .init("KIND/NAME"), .init("FIELD"), .init("CLASS"), .init("DESIRED"), .init("ACTUAL"), .init("SINCE"),
        .init("SEEN"), .init("BY"), .init("POLICY"),
    ]

    /// A table of findings and a summary line.
    ///
    /// - Parameters:
    ///   - records: what is open, then what has ended.
    ///   - window: how far back those that have ended are among the records.
    package static func text(
        _ records: [DriftRecord], summary: DriftSummary, window: TimeSpan, now: Date, headers: Bool = true,
        style: Style = .plain
    ) -> String {
        let rows = table(records, now: now, headers: headers, style: style)
        return (rows.isEmpty ? "" : rows + "\n") + line(records, summary, window, style) + "\n"
    }

    /// The same of a survey.
    package static func text(_ survey: DriftSurvey, style: Style = .plain) -> String {
        text(survey.items, summary: survey.summary, window: survey.window, now: survey.date, style: style)
    }

    /// The findings alone; empty for none.
    static func table(_ records: [DriftRecord], now: Date, headers: Bool = true, style: Style) -> String {
        guard !records.isEmpty else { return "" }
        var table = Table(columns)
        for record in records {
            let finding = record.finding
            table.add([
                Table.Cell(finding.object?.description ?? ""), Table.Cell(finding.field),
                Table.Cell(finding.kind.rawValue, tone: record.isOpen ? .caution : .plain),
                Table.Cell(finding.desired ?? ""), Table.Cell(finding.actual ?? ""),
                Table.Cell(Spans.age(of: record.firstSeen, at: now) + " ago"), "\(record.seen)",
                Table.Cell(record.actor),
                Table.Cell(policy(of: record, now: now), tone: record.isOpen ? .plain : .good),
            ])
        }
        return table.text(headers: headers, style: style)
    }

    /// `2 open, 1 healed in the last 24h. Objects in sync: 41 of 43 (95 %).`
    private static func line(
        _ records: [DriftRecord], _ summary: DriftSummary, _ window: TimeSpan, _ style: Style
    ) -> String {
        let ends = records.compactMap(\.resolution?.by)
        let counted = [
            (ends.count { $0 == .controller }, "healed"), (ends.count { $0 == .human }, "gone"),
            (ends.count { $0 == .commit }, "ended by a commit"),
        ]
        let told = counted.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
        let open = style.paint("\(summary.open) open", summary.open == 0 ? .good : .caution)
        let last = told.isEmpty ? "" : " in the last \(words(window))"
        let objects = "Objects in sync: \(summary.inSync) of \(summary.objects) (\(summary.coverage) %)."
        return "\(open)\(told)\(last). \(summary.objects == 0 ? "There are no objects." : objects)"
    }

    /// A day is 24h, as it is asked for.
    private static func words(_ window: TimeSpan) -> String {
        let hour: Int64 = 3_600_000
        let isHours = window.milliseconds % hour == 0 && window.milliseconds < 48 * hour
        return isHours ? "\(window.milliseconds / hour)h" : window.description
    }

    /// What is done about it, and what came of that.
    private static func policy(of record: DriftRecord, now: Date) -> String {
        let policy = record.finding.policy.rawValue
        guard let end = record.resolution else {
            return record.correctedAt.map { "\(policy) → acted \(Spans.age(of: $0, at: now)) ago" } ?? policy
        }
        let ago = "\(Spans.age(of: end.at, at: now)) ago"
        return switch end.by {
        case .controller: "\(policy) → healed \(ago)"
        case .human: "\(policy) → gone \(ago) (human)"
        case .commit: "\(policy) → ended by a commit \(ago)"
        }
    }
}
