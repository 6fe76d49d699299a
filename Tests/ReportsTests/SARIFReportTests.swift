import Foundation
import Model
import Reports
import Testing

struct SARIFReportTests {
    private func log(_ diagnostics: [Diagnostic], problem: String? = nil) throws -> JSONValue {
        let text = try SARIFReport.json(diagnostics, version: "1.2.3", problem: problem)
        let log = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(log["version"] == .string("2.1.0"))
        guard case .array(let runs)? = log["runs"], runs.count == 1 else { throw CancellationError() }
        #expect(runs[0]["tool"]?["driver"]?["version"] == .string("1.2.3"))
        return runs[0]
    }

    private func items(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let items)? = value else { return [] }
        return items
    }

    @Test("Each diagnostic is a result with its place, in order of place")
    func results() throws {
        let file = "suites/a b:c.yaml"
        let identity = ObjectIdentity(kind: .testSuite, namespace: "default", name: "checkout")
        let run = try log([
            Diagnostic(
                severity: .warning, message: "doubtful", location: SourceLocation(file: file, line: 9, column: 1)),
            Diagnostic(
                message: "wrong", location: SourceLocation(file: file, line: 4, column: 7), length: 5, object: identity),
        ])
        let results = items(run["results"])
        #expect(results.map { $0["level"] } == [.string("error"), .string("warning")])
        #expect(results.map { $0["ruleId"] } == [.string("invalid-manifest"), .string("doubtful-manifest")])
        let place = items(results[0]["locations"]).first
        #expect(place?["physicalLocation"]?["artifactLocation"]?["uri"] == .string("suites/a%20b%3Ac.yaml"))
        let region: JSONValue = .object([
            "startLine": .integer(4), "startColumn": .integer(7), "endColumn": .integer(12),
        ])
        #expect(place?["physicalLocation"]?["region"] == region)
        #expect(items(place?["logicalLocations"]).first?["fullyQualifiedName"] == .string(identity.description))
        #expect(items(run["tool"]?["driver"]?["rules"]).count == 2)
        #expect(items(run["invocations"]).first?["toolExecutionNotifications"] == nil)
    }

    @Test func whatHasNoPlaceIsANotification() throws {
        let run = try log([], problem: "No manifest found.")
        #expect(items(run["results"]).isEmpty)
        let notification = items(items(run["invocations"]).first?["toolExecutionNotifications"]).first
        #expect(notification?["message"]?["text"] == .string("No manifest found."))
    }
}
