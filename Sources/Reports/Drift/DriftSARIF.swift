import Foundation
package import Model

extension DriftReport {
    /// Open drift as SARIF 2.1.0: each finding at the manifest that says otherwise; what is unmanaged stands nowhere.
    ///
    /// - Parameter version: Rondo's own.
    package static func sarif(_ survey: DriftSurvey, version: String) throws -> String {
        let places = Dictionary(survey.objects.map { ($0.object, $0.location) }) { first, _ in first }
        let results = survey.open.map { record in
            result(record, at: record.finding.object.flatMap { places[$0] ?? nil })
        }
        let rules = DriftFinding.DriftClass.allCases.map {
            SARIFLog.Descriptor(id: $0.ruleID, shortDescription: SARIFLog.Text($0.meaning))
        }
        let driver = SARIFLog.Driver(name: "rondo", version: version, rules: rules)
        let invocation = SARIFLog.Invocation(executionSuccessful: true, toolExecutionNotifications: nil)
        let run = SARIFLog.Run(tool: SARIFLog.Tool(driver: driver), invocations: [invocation], results: results)
        return try Documents.json(SARIFLog(runs: [run]))
    }

    private static func result(_ record: DriftRecord, at place: SourceLocation?) -> SARIFLog.Result {
        let finding = record.finding
        let logical = finding.object.map {
            [SARIFLog.LogicalLocation(name: $0.name, fullyQualifiedName: $0.description, kind: "object")]
        }
        let locations = place.map { place in
            [
                SARIFLog.Location(
                    physicalLocation: SARIFLog.PhysicalLocation(
                        artifactLocation: SARIFLog.Artifact(path: place.file),
                        region: SARIFLog.Region(startLine: max(place.line, 1), startColumn: max(place.column, 1))),
                    logicalLocations: logical)
            ]
        }
        let properties = [
            "firstSeen": Moments.exact(record.firstSeen), "lastSeen": Moments.exact(record.lastSeen),
            "seen": "\(record.seen)", "policy": finding.policy.rawValue, "changedBy": record.actor,
        ]
        return SARIFLog.Result(
            ruleId: finding.kind.ruleID,
            ruleIndex: DriftFinding.DriftClass.allCases.firstIndex(of: finding.kind) ?? 0, level: "warning",
            message: SARIFLog.Text(
                "\(record.objectText) \(finding.field) \(record.sentence); policy \(finding.policy.rawValue)"),
            locations: locations ?? [],
            partialFingerprints: [
                "rondoDrift/v1": "\(finding.object?.description ?? "") \(finding.field) \(finding.kind.rawValue)"
            ], properties: properties)
    }
}

extension DriftFinding.DriftClass {
    fileprivate var ruleID: String { "drift-\(rawValue)" }

    fileprivate var meaning: String {
        switch self {
        case .changed: "Something exists with another value than git says."
        case .missing: "Something that git wants does not exist."
        case .unmanaged: "Something that Rondo made belongs to no object of git."
        }
    }
}
