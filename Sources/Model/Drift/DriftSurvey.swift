package import Foundation

/// The drift ledger at one moment with everything a report of it needs, so that a saved one can be printed again in any
/// form.
package struct DriftSurvey: Hashable, Sendable {
    /// When it was made.
    package let date: Date
    /// Since when findings that have ended are in it.
    package let since: Date
    package let scope: DriftScope
    package let summary: DriftSummary
    /// Those in scope, in order of identity.
    package let objects: [DriftObject]
    /// What is open, then what has ended, the newest first.
    package let items: [DriftRecord]

    package init(
        date: Date, since: Date, scope: DriftScope = .everything, summary: DriftSummary, objects: [DriftObject],
        items: [DriftRecord]
    ) {
        self.date = date
        self.since = since
        self.scope = scope
        self.summary = summary
        self.objects = objects
        self.items = items
    }

    /// How far back it looks.
    package var window: TimeSpan {
        .milliseconds(Int64((date.timeIntervalSince(since) * 1_000).rounded()))
    }
}

extension DriftSurvey: Codable {
    private enum CodingKeys: String, CodingKey {
        case formatVersion, kind, date, since, environment, namespace, summary, coverage, objects, items
    }

    package static let formatVersion = "1"
    package static let kind = "DriftList"

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(String.self, forKey: .formatVersion)
        let kind = try container.decode(String.self, forKey: .kind)
        guard version == Self.formatVersion, kind == Self.kind else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription: "a \(kind) of format \(version) is no drift report of format \(Self.formatVersion)")
        }
        self.init(
            date: try container.decode(Date.self, forKey: .date),
            since: try container.decode(Date.self, forKey: .since),
            scope: DriftScope(
                environment: try container.decodeIfPresent(String.self, forKey: .environment),
                namespace: try container.decodeIfPresent(String.self, forKey: .namespace)),
            summary: try container.decode(DriftSummary.self, forKey: .summary),
            objects: try container.decode([DriftObject].self, forKey: .objects),
            items: try container.decode([DriftRecord].self, forKey: .items))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.formatVersion, forKey: .formatVersion)
        try container.encode(Self.kind, forKey: .kind)
        try container.encode(date, forKey: .date)
        try container.encode(since, forKey: .since)
        try container.encodeIfPresent(scope.environment, forKey: .environment)
        try container.encodeIfPresent(scope.namespace, forKey: .namespace)
        try container.encode(summary, forKey: .summary)
        try container.encode(summary.managedCoverage, forKey: .coverage)
        try container.encode(objects, forKey: .objects)
        try container.encode(items, forKey: .items)
    }
}
