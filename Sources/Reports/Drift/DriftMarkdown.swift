import Foundation
package import Model

extension DriftReport {
    /// The ledger for a pull request, an issue or a wiki: a verdict, a table of what is open, what has ended folded away.
    package static func markdown(_ survey: DriftSurvey) -> String {
        var text = "## \(heading(survey))\n\n"
        text +=
            [
                "**\(survey.summary.inSync) of \(counted(survey.summary.objects, "object"))** in sync "
                    + "(\(survey.summary.coverage) %)",
                "\(survey.summary.totalChanged) changed", "\(survey.summary.totalMissing) missing",
                "\(survey.summary.totalUnmanaged) unmanaged",
            ].joined(separator: " · ") + "\n"
        let open = survey.open
        if !open.isEmpty {
            text += "\n| object | field | class | desired | actual | since | seen | policy |\n"
            text += "|---|---|---|---|---|---|---:|---|\n"
            text += open.map { row($0, [Moments.exact($0.firstSeen), "\($0.seen)", $0.finding.policy.rawValue]) }
                .joined()
        }
        if open.contains(where: { $0.finding.kind == .unmanaged }) {
            text += "\n`rondo leaks` says how to delete or adopt what is unmanaged.\n"
        }
        let ended = survey.ended
        if !ended.isEmpty {
            text += "\n<details><summary>\(ended.count) ended since \(Moments.words(survey.since))</summary>\n"
            text += "\n| object | field | class | desired | actual | since | ended | how |\n"
            text += "|---|---|---|---|---|---|---|---|\n"
            text += ended.map { record in
                let end = record.resolution.map { Moments.exact($0.at) } ?? "–"
                return row(record, [Moments.exact(record.firstSeen), end, DriftStanding(record).words])
            }.joined()
            text += "\n</details>\n"
        }
        let scope = survey.scopeText.map { " of " + MarkdownText.plain($0) } ?? ""
        return text + "\n<sub>Drift\(scope) as of \(Moments.words(survey.date)), by `rondo drift`.</sub>\n"
    }

    /// What a person wants to know first, in a few words.
    static func heading(_ survey: DriftSurvey) -> String {
        let open = survey.summary.open
        return open == 0 ? "No drift" : "\(counted(open, "finding")) of drift open"
    }

    private static func row(_ record: DriftRecord, _ rest: [String]) -> String {
        let finding = record.finding
        let cells =
            [
                finding.object.map { MarkdownText.plain($0.description) } ?? "–",
                MarkdownText.code(finding.field), finding.kind.rawValue,
                finding.desired.map { MarkdownText.code($0) } ?? "–",
                finding.actual.map { MarkdownText.code($0) } ?? "–",
            ] + rest
        return "| \(cells.joined(separator: " | ")) |\n"
    }
}
