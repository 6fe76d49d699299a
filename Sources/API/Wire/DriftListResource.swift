package import Model

/// The drift ledger as the API shows it: what is open, then what ended, the newest first.
package struct DriftListResource: Codable, Sendable, Hashable {
    package let formatVersion: String
    package let kind: String
    package let summary: DriftSummary
    /// The objects in scope, in order of identity.
    package let objects: [DriftObject]
    package let items: [DriftRecord]

    /// - Parameters:
    ///   - records: The whole ledger; what is out of scope is left out here.
    ///   - objects: All objects, of which the summary counts those in scope.
    package init(_ records: [DriftRecord], among objects: [DeclaredObject], in scope: DriftScope) {
        formatVersion = DriftSurvey.formatVersion
        kind = DriftSurvey.kind
        items = records.filter(scope.includes)
        self.objects = objects.filter(scope.includes).map { DriftObject($0) }.sorted { $0.object < $1.object }
        summary = DriftSummary(items, objects: self.objects)
    }
}
