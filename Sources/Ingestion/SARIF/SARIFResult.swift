import Foundation
import Model

/// One result of a scanner (SARIF 2.1.0 §3.27).
struct SARIFResult {
    /// What of it counts.
    enum Standing {
        case finding(SecurityFinding)
        /// It says that all is well, or is not to be judged.
        case noFinding
        /// Accepted by somebody, or gone since the baseline.
        case passedOver
    }

    private let value: JSONValue
    private let run: SARIFRun
    private let limits: ReportLimits

    init(_ value: JSONValue, of run: SARIFRun, limits: ReportLimits) {
        self.value = value
        self.run = run
        self.limits = limits
    }

    var standing: Standing {
        switch value["kind"]?.string {
        case nil, "fail", "open", "review": break
        default: return .noFinding
        }
        if value["baselineState"]?.string == "absent" || isSuppressed { return .passedOver }
        let rule = run.rule(of: value)
        let id = value["ruleId"]?.string ?? value["rule"]?["id"]?.string ?? rule?.id ?? rule?.name ?? ""
        return .finding(
            SecurityFinding(
                check: CutText.line(id, limit: limits.name) ?? "(no rule)", tool: run.tool, severity: severity(rule),
                message: CutText.line(message(rule), limit: limits.message) ?? "it says nothing more",
                place: place.flatMap { CutText.line($0, limit: limits.name) }, owasp: rule?.owasp,
                advice: (fix ?? rule?.help.map { "See \($0)." }).flatMap { CutText.line($0, limit: limits.name) }))
    }

    /// Where some suppressions are only asked for or were refused, it stands (§3.35.2).
    private var isSuppressed: Bool {
        guard let suppressions = value["suppressions"]?.items, !suppressions.isEmpty else { return false }
        return suppressions.allSatisfy { ($0["status"]?.string ?? "accepted") == "accepted" }
    }

    private func severity(_ rule: SARIFRule?) -> SecuritySpec.Severity {
        // Nobody has judged it yet.
        if let kind = value["kind"]?.string, kind != "fail" { return .info }
        if let score = value["properties"]?.score ?? rule?.score { return SecuritySpec.Severity(score: score) }
        return (value["level"]?.string.flatMap(SARIFLevel.init) ?? rule?.level ?? .warning).severity
    }

    private func message(_ rule: SARIFRule?) -> String {
        let message = value["message"]
        let text = message?["text"]?.string ?? message?["id"]?.string.flatMap { rule?.messages[$0] }
        guard let text, !text.isEmpty else { return rule?.summary ?? rule?.name ?? "" }
        return plain(text, arguments: message?["arguments"]?.items ?? [])
    }

    /// With its placeholders filled (§3.11.5), and of embedded links their words (§3.11.6).
    ///
    /// A short text whose placeholders name a long argument makes one of any length, so no more is filled in than is kept of
    /// a message.
    private func plain(_ text: String, arguments: [JSONValue]) -> String {
        let limit = limits.message
        var filled = CutText(limit: text.utf8.count + limit)
        var rest = text[...]
        for match in text.matches(of: /\{\{|\}\}|\{([0-9]{1,4})\}/) {
            filled.append(rest[..<match.range.lowerBound])
            rest = text[match.range.upperBound...]
            let index = match.output.1.flatMap { Int($0) }
            if index == nil {
                filled.append(match.output.0.prefix(1))
            } else if let index, arguments.indices.contains(index) {
                filled.append((arguments[index].string ?? "").utf8Prefix(limit + 1))
            } else {
                filled.append(match.output.0)
            }
            if filled.isCut { break }
        }
        if !filled.isCut { filled.append(rest) }
        return (filled.text ?? "").replacing(/\[([^\[\]]*)\]\([^()\s]*\)/) { String($0.output.1) }
    }

    private var place: String? {
        guard let location = value["locations"]?.items?.first else { return nil }
        if let physical = location["physicalLocation"] {
            let artifact = physical["artifactLocation"]
            let uri = artifact?["uri"]?.string ?? artifact?["index"]?.index.flatMap(run.artifact)
            if let uri {
                let path = uri.contains("://") ? uri : uri.removingPercentEncoding ?? uri
                return physical["region"]?["startLine"]?.index.map { "\(path):\($0)" } ?? path
            }
        }
        let logical = location["logicalLocations"]?.items?.first
        return logical?["fullyQualifiedName"]?.string ?? logical?["name"]?.string
    }

    private var fix: String? { value["fixes"]?.items?.first?["description"]?["text"]?.string }
}
