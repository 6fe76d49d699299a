import Foundation
package import Model

extension DriftReport {
    /// The ledger for spreadsheets and scripts: RFC 4180, a header, a line for each finding, open ones first.
    package static func csv(_ survey: DriftSurvey) -> String {
        let header = [
            "state", "kind", "namespace", "name", "environment", "field", "class", "desired", "actual", "policy",
            "first_seen", "last_seen", "seen", "changed_by", "corrected_at", "resolved_at", "resolved_by",
        ]
        return ([header] + survey.items.map(fields)).map(CSVText.line).joined()
    }

    private static func fields(_ record: DriftRecord) -> [String] {
        let finding = record.finding
        let standing = DriftStanding(record)
        return [
            standing == .open ? "open" : "resolved", finding.object?.kind.rawValue ?? "",
            finding.object?.namespace ?? "", finding.object?.name ?? "", finding.environment ?? "", finding.field,
            finding.kind.rawValue, finding.desired ?? "", finding.actual ?? "", finding.policy.rawValue,
            Moments.exact(record.firstSeen), Moments.exact(record.lastSeen), "\(record.seen)", record.actor,
            record.correctedAt.map { Moments.exact($0) } ?? "",
            record.resolution.map { Moments.exact($0.at) } ?? "", standing.actor,
        ]
    }
}
