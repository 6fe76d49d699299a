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

/// What an attempt left: cases of other tools, coverage, files.
enum LeftBehind {
    static func text(_ result: TaskResult) -> String {
        var lines: [String] = []
        if let cases = result.cases {
            let outside = cases.suiteFailures > 0 ? "  outside of cases \(cases.suiteFailures)" : ""
            let cut = cases.leftOut > 0 ? "  not kept \(cases.leftOut)" : ""
            lines.append("<dt>Cases</dt><dd>\(RunReport.counts(cases.counts))\(outside)\(cut)</dd>\n")
        }
        if let coverage = result.coverage, let text = CoverageText.text(coverage), let rate = coverage.rate {
            lines.append(
                "<dt>Coverage</dt><dd><span class=\"meter\"><i style=\"width:\(RunScale.percent(rate * 100))\"></i></span>"
                    + "\(text)</dd>\n")
        }
        if let artifacts = result.artifacts, !artifacts.isEmpty {
            let items = artifacts.prefix(200).map {
                "<li><code>\(MarkupText.safe($0.path, limit: 500))</code> \(Sizes.text(Int64($0.size))) "
                    + "<small>\(MarkupText.safe($0.sha256.prefix(12)))</small></li>"
            }
            let more = artifacts.count > 200 ? "<li>… and \(artifacts.count - 200) more</li>" : ""
            lines.append("<dt>Files</dt><dd><ul>\(items.joined())\(more)</ul></dd>\n")
        }
        return lines.isEmpty ? "" : "<dl>\n\(lines.joined())</dl>\n"
    }
}
