import Model

/// What providers say of instances: their checks in a table, and the ends of consoles.
struct InstanceHealth {
    /// Lines of a console that are shown.
    private static let lines = 15

    let reports: [InstanceReport]
    let style: Style

    /// Empty where nothing is told.
    var table: String {
        let told = reports.filter { !$0.checks.isEmpty || !$0.scheduled.isEmpty || $0.problem != nil }
        guard !told.isEmpty else { return "" }
        var table = Table([.init("ORDINAL"), .init("CHECKS"), .init("SCHEDULED")])
        for report in told {
            let checks = report.checks.map { "\($0.name) \($0.status)" }.joined(separator: ", ")
            let isGood = report.checks.allSatisfy { ["ok", "not-applicable"].contains($0.status) }
            let text = report.problem.map { "can't be told: \($0)" } ?? checks
            table.add([
                "\(report.ordinal)",
                Table.Cell(
                    TerminalText.safe(text, limit: 400),
                    tone: report.problem == nil && isGood ? .good : .caution),
                Table.Cell(TerminalText.safe(report.scheduled.joined(separator: "; "), limit: 300), tone: .caution),
            ])
        }
        return table.text(wide: true, style: style)
    }

    /// By ordinal; those that have written nothing are left out.
    var consoles: [(ordinal: Int, text: String)] {
        reports.compactMap { report in
            let lines = (report.console ?? "").split(whereSeparator: \.isNewline).suffix(Self.lines)
                .map { TerminalText.safe(String($0), limit: 200) }.filter { !$0.isEmpty }
            return lines.isEmpty ? nil : (report.ordinal, lines.map { $0 + "\n" }.joined())
        }
    }
}
