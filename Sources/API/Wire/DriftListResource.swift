package import Model

/// The drift ledger as the API shows it: what is open, then what ended, the newest first.
package struct DriftListResource: Codable, Sendable, Hashable {
    package let formatVersion: String
    package let kind: String
    package let summary: DriftSummary
    package let items: [DriftRecord]

    /// - Parameters:
    ///   - records: The whole ledger; what is out of scope is left out here.
    ///   - objects: All objects, of which the summary counts those in scope.
    package init(_ records: [DriftRecord], among objects: [DeclaredObject], in scope: DriftScope) {
        formatVersion = "1"
        kind = "DriftList"
        items = records.filter(scope.includes)
        summary = DriftSummary(items, objects: objects.filter(scope.includes).map(\.identity))
    }
}
