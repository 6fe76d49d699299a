import Model

/// What a security test found, the worst first.
enum FindingTable {
    private static let shown = 500

    static func text(_ findings: [SecurityFinding]) -> String {
        guard !findings.isEmpty else { return "" }
        let sorted = FindingLines.sorted(findings)
        let more = sorted.count - shown
        return "<h4>Findings</h4>\n<div class=\"wide\"><table class=\"findings\">\n"
            + "<thead><tr><th>Severity</th><th>Check</th><th>Finding</th><th>OWASP</th></tr></thead>\n<tbody>\n"
            + sorted.prefix(shown).map(row).joined() + "</tbody></table></div>\n"
            + (more > 0 ? "<p class=\"legend\">… and \(counted(more, "more finding"))</p>\n" : "")
    }

    private static func row(_ finding: SecurityFinding) -> String {
        let place = finding.place.map { "<small><code>\(MarkupText.safe($0, limit: 500))</code></small>" } ?? ""
        let advice = finding.advice.map { "<small>\(MarkupText.safe($0, limit: 500))</small>" } ?? ""
        return "<tr><td><span class=\"chip \(finding.severity.rawValue)\">\(finding.severity.rawValue)</span></td>"
            + "<td><code>\(MarkupText.escaped(FindingLines.name(finding)))</code></td>"
            + "<td>\(MarkupText.safe(finding.message))\(place)\(advice)</td>"
            + "<td>\(MarkupText.safe(finding.owasp ?? "–"))</td></tr>\n"
    }
}
