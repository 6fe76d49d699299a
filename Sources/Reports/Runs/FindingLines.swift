import Model

/// What a security test found, the worst first, each with how to mend it.
struct FindingLines {
    let lines: [String]

    private static let shown = 30

    init(_ findings: [SecurityFinding], style: Style) {
        let sorted = Self.sorted(findings)
        let shown = sorted.prefix(Self.shown)
        let severities = shown.map(\.severity.rawValue.count).max() ?? 0
        let checks = shown.map { TerminalText.width(Self.name($0)) }.max() ?? 0
        let lines = shown.flatMap { finding in
            let severity = finding.severity.rawValue
            let head =
                style.paint(severity, finding.severity.tone)
                + String(repeating: " ", count: severities - severity.count + 2)
                + TerminalText.padded(Self.name(finding), to: checks)
            let facts = [
                TerminalText.safe(finding.message, limit: 300),
                finding.place.map { "at " + TerminalText.safe($0, limit: 200) },
                finding.owasp.map { TerminalText.safe($0, limit: 40) },
            ].compactMap(\.self)
            let advice = finding.advice.map { ["  → " + TerminalText.safe($0, limit: 300)] } ?? []
            return ["\(head)  \(facts.joined(separator: "   "))"] + advice
        }
        let more = sorted.count - shown.count
        self.lines = lines + (more > 0 ? ["… and \(counted(more, "more finding"))"] : [])
    }

    /// The worst first, each severity as it was found.
    static func sorted(_ findings: [SecurityFinding]) -> [SecurityFinding] {
        SecuritySpec.Severity.allCases.reversed().flatMap { severity in findings.filter { $0.severity == severity } }
    }

    /// `hsts`, or `zap: 10035`.
    static func name(_ finding: SecurityFinding) -> String {
        TerminalText.safe((finding.tool.map { "\($0): " } ?? "") + finding.check, limit: 60)
    }
}

extension SecuritySpec.Severity {
    var tone: Style.Tone {
        switch self {
        case .info: .faint
        case .low: .info
        case .medium: .caution
        case .high, .critical: .bad
        }
    }
}
