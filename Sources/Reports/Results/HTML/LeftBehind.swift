import Model

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
