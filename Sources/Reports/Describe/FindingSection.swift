import Model

/// What scanners found in tests that did not fail of it; those that did show theirs among the failures.
struct FindingSection {
    let tasks: [TaskRecord]
    let style: Style

    func add(to sheet: inout Sheet) {
        let blocks = tasks.filter { !$0.needsAttention }.compactMap { task -> String? in
            guard let findings = task.lastResult?.findings, !findings.isEmpty else { return nil }
            let name = "\(TerminalText.safe(task.name, limit: 200)): \(counted(findings.count, "finding"))"
            return ([name] + FindingLines(findings, style: style).lines.map { "  " + $0 }).map { $0 + "\n" }.joined()
        }
        if !blocks.isEmpty { sheet.section("Findings", blocks.joined()) }
    }
}
