import Foundation
package import Model

/// What is wrong with manifests as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0), which forges and editors
/// show beside the lines.
package enum SARIFReport {
    /// - Parameters:
    ///   - version: Rondo's own.
    ///   - problem: Why the whole could not be called valid though no line is wrong.
    package static func json(_ diagnostics: [Diagnostic], version: String, problem: String? = nil) throws -> String {
        let rules = Rule.allCases
        let results = diagnostics.sorted { ($0.location, $0.message) < ($1.location, $1.message) }.map(result)
        let driver = SARIFLog.Driver(
            name: "rondo", version: version,
            rules: rules.map { SARIFLog.Descriptor(id: $0.rawValue, shortDescription: SARIFLog.Text($0.meaning)) })
        let notifications = problem.map { [SARIFLog.Notification(level: "error", message: SARIFLog.Text($0))] }
        let invocation = SARIFLog.Invocation(executionSuccessful: true, toolExecutionNotifications: notifications)
        let run = SARIFLog.Run(tool: SARIFLog.Tool(driver: driver), invocations: [invocation], results: results)
        return try Documents.json(SARIFLog(runs: [run]))
    }

    private enum Rule: String, CaseIterable {
        case error = "invalid-manifest"
        case warning = "doubtful-manifest"

        init(_ severity: Diagnostic.Severity) {
            switch severity {
            case .error: self = .error
            case .warning: self = .warning
            }
        }

        var level: String {
            switch self {
            case .error: "error"
            case .warning: "warning"
            }
        }

        var meaning: String {
            switch self {
            case .error: "A manifest says what Rondo can't carry out."
            case .warning: "A manifest may not mean what it says."
            }
        }
    }

    private static func result(_ diagnostic: Diagnostic) -> SARIFLog.Result {
        let rule = Rule(diagnostic.severity)
        let location = diagnostic.location
        let region = SARIFLog.Region(
            startLine: max(location.line, 1), startColumn: max(location.column, 1),
            endColumn: max(location.column, 1) + max(diagnostic.length, 1))
        let file = SARIFLog.Artifact(path: location.file)
        return SARIFLog.Result(
            ruleId: rule.rawValue, ruleIndex: Rule.allCases.firstIndex(of: rule) ?? 0, level: rule.level,
            message: SARIFLog.Text(diagnostic.message),
            locations: [
                SARIFLog.Location(
                    physicalLocation: SARIFLog.PhysicalLocation(artifactLocation: file, region: region),
                    logicalLocations: diagnostic.object.map {
                        [SARIFLog.LogicalLocation(name: $0.name, fullyQualifiedName: $0.description, kind: "object")]
                    })
            ])
    }
}
