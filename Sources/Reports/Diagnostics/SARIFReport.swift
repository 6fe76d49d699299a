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
        let driver = Log.Driver(
            name: "rondo", version: version,
            rules: rules.map { Log.Descriptor(id: $0.rawValue, shortDescription: Log.Text($0.meaning)) })
        let notifications = problem.map { [Log.Notification(level: "error", message: Log.Text($0))] }
        let invocation = Log.Invocation(executionSuccessful: true, toolExecutionNotifications: notifications)
        let run = Log.Run(tool: Log.Tool(driver: driver), invocations: [invocation], results: results)
        return try Documents.json(Log(runs: [run]))
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

    private static func result(_ diagnostic: Diagnostic) -> Log.Result {
        let rule = Rule(diagnostic.severity)
        let location = diagnostic.location
        let region = Log.Region(
            startLine: max(location.line, 1), startColumn: max(location.column, 1),
            endColumn: max(location.column, 1) + max(diagnostic.length, 1))
        let file = Log.Artifact(uri: relativeReference(location.file))
        return Log.Result(
            ruleId: rule.rawValue, ruleIndex: Rule.allCases.firstIndex(of: rule) ?? 0, level: rule.level,
            message: Log.Text(diagnostic.message),
            locations: [
                Log.Location(
                    physicalLocation: Log.PhysicalLocation(artifactLocation: file, region: region),
                    logicalLocations: diagnostic.object.map {
                        [Log.LogicalLocation(name: $0.name, fullyQualifiedName: $0.description, kind: "object")]
                    })
            ])
    }

    /// A path as a relative reference of RFC 3986; a colon in it must not be taken for a scheme's.
    private static func relativeReference(_ path: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
        return path.addingPercentEncoding(withAllowedCharacters: unreserved) ?? path
    }
}

/// The members of SARIF that are written.
private struct Log: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    struct Run: Encodable {
        let tool: Tool
        let invocations: [Invocation]
        /// libyaml counts code points.
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    struct Tool: Encodable { let driver: Driver }

    struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [Descriptor]
    }

    struct Descriptor: Encodable {
        let id: String
        let shortDescription: Text
    }

    struct Invocation: Encodable {
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]?
    }

    struct Notification: Encodable {
        let level: String
        let message: Text
    }

    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
    }

    struct Text: Encodable {
        let text: String

        init(_ text: String) { self.text = text }
    }

    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
        let logicalLocations: [LogicalLocation]?
    }

    struct PhysicalLocation: Encodable {
        let artifactLocation: Artifact
        let region: Region
    }

    struct Artifact: Encodable {
        let uri: String
        let uriBaseId = "%SRCROOT%"
    }

    /// The end is the column behind the last one.
    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
        let endColumn: Int
    }

    struct LogicalLocation: Encodable {
        let name: String
        let fullyQualifiedName: String
        let kind: String
    }
}
