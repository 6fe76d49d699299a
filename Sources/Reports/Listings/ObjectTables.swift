package import Foundation
package import Model

/// The listing of one kind of object.
package enum ObjectListing {
    /// Rows of other kinds are left out.
    package static func text(
        _ kind: Kind, _ rows: [ObjectRow], format: OutputFormat = .table, now: Date, headers: Bool = true,
        style: Style = .plain
    ) throws -> String {
        let mine = rows.filter { $0.declared.identity.kind == kind }
        func list<Row: Listable>(_ row: (ObjectRow) -> Row) throws -> String {
            try Listing.text(mine.map(row), format: format, now: now, headers: headers, style: style)
        }
        switch kind {
        case .environment: return try list(EnvironmentRow.init)
        case .cloudResource: return try list(CloudResourceRow.init)
        case .testSuite: return try list(TestSuiteRow.init)
        case .alertRule: return try list(AlertRuleRow.init)
        case .cachePolicy: return try list(CachePolicyRow.init)
        }
    }
}

/// What the rows of all kinds share.
private protocol KindRow: Listable {
    var row: ObjectRow { get }
}

extension KindRow {
    var listName: String { row.declared.identity.description }
    func document() throws -> JSONValue { try row.document() }

    /// READY, STATUS and AGE, which end every row.
    fileprivate func ending(at now: Date) -> [Table.Cell] {
        [row.ready, row.told(at: now), Table.Cell(Spans.age(of: row.createdAt, at: now))]
    }
}

extension Table.Column {
    fileprivate static let endings: [Table.Column] = [.init("READY"), .init("STATUS"), .init("AGE")]
}

private struct EnvironmentRow: KindRow {
    static let listKind = Kind.environment.rawValue
    static let columns: [Table.Column] =
        [.init("NAME"), .init("TYPE"), .init("SERVICES")] + Table.Column.endings + [.init("URLS", wide: true)]
    let row: ObjectRow

    func cells(at now: Date) -> [Table.Cell] {
        guard case .environment(let spec) = row.declared.spec else { return [] }
        let services = row.status.services ?? []
        let ready = services.filter(\.ready).count
        let urls = services.map { "\($0.name)=\($0.url ?? "–")" }.joined(separator: " ")
        return [Table.Cell(row.name), Table.Cell(spec.type.rawValue), "\(ready)/\(spec.services.count)"]
            + ending(at: now) + [Table.Cell(urls)]
    }
}

private struct CloudResourceRow: KindRow {
    static let listKind = Kind.cloudResource.rawValue
    static let columns: [Table.Column] =
        [.init("NAME"), .init("ENVIRONMENT"), .init("PROVIDER"), .init("REPLICAS")] + Table.Column.endings
        + [.init("DRIFT", wide: true), .init("INSTANCES", wide: true)]
    let row: ObjectRow

    func cells(at now: Date) -> [Table.Cell] {
        guard case .cloudResource(let spec) = row.declared.spec else { return [] }
        let all = row.status.instances ?? []
        let instances = all.map(\.id.rawValue).joined(separator: " ")
        let drift = all.compactMap { instance in instance.drift.map { "\(instance.ordinal): \($0)" } }
        return [
            Table.Cell(row.name), Table.Cell(spec.environment), Table.Cell(spec.provider.rawValue),
            "\(row.status.readyReplicas ?? 0)/\(spec.replicas)",
        ] + ending(at: now) + [
            Table.Cell(drift.joined(separator: ", "), tone: drift.isEmpty ? .plain : .caution), Table.Cell(instances),
        ]
    }
}

private struct TestSuiteRow: KindRow {
    static let listKind = Kind.testSuite.rawValue
    static let columns: [Table.Column] = [
        .init("NAME"), .init("ENVIRONMENTS"), .init("PASSING"), .init("LAST RUN"), .init("READY", wide: true),
        .init("STATUS"), .init("AGE", wide: true),
    ]
    let row: ObjectRow

    func cells(at now: Date) -> [Table.Cell] {
        guard case .testSuite(let spec) = row.declared.spec else { return [] }
        let last = row.status.runs?.map(\.startedAt).max()
        return [
            Table.Cell(row.name), Table.Cell(spec.environments.joined(separator: ",")),
            row.status.condition(.passing).cell, Table.Cell(last.map { Spans.age(of: $0, at: now) + " ago" } ?? ""),
        ] + ending(at: now)
    }
}

private struct AlertRuleRow: KindRow {
    static let listKind = Kind.alertRule.rawValue
    static let columns: [Table.Column] = [
        .init("NAME"), .init("METRIC"), .init("CONDITION"), .init("SEVERITY"), .init("STATE"), .init("VALUE"),
        .init("SINCE"), .init("READY"), .init("STATUS", wide: true), .init("AGE"),
    ]
    let row: ObjectRow

    func cells(at now: Date) -> [Table.Cell] {
        guard case .alertRule(let spec) = row.declared.spec else { return [] }
        let status = row.status
        return [
            Table.Cell(row.name), Table.Cell(spec.metric), Table.Cell(MetricText.condition(spec)),
            Table.Cell(spec.severity.rawValue), Table.Cell(status.state?.rawValue ?? "", tone: status.state.tone),
            Table.Cell(status.value.map { MetricText.value($0, of: spec) } ?? ""),
            Table.Cell(status.since.map { Spans.age(of: $0, at: now) + " ago" } ?? ""),
        ] + ending(at: now)
    }
}

extension AlertState? {
    var tone: Style.Tone {
        switch self {
        case .firing: .bad
        case .pending: .caution
        case .inactive, .resolved: .good
        case nil: .plain
        }
    }
}

private struct CachePolicyRow: KindRow {
    static let listKind = Kind.cachePolicy.rawValue
    static let columns: [Table.Column] = [
        .init("NAME"), .init("TYPE"), .init("SCOPE"), .init("TTL"), .init("ENTRIES"), .init("SIZE"),
        .init("HIT RATE"), .init("READY"), .init("STATUS", wide: true), .init("AGE"),
    ]
    let row: ObjectRow

    func cells(at now: Date) -> [Table.Cell] {
        guard case .cachePolicy(let spec) = row.declared.spec else { return [] }
        let status = row.status
        let used = status.bytes.map { Sizes.text(Int64($0)) } ?? "–"
        return [
            Table.Cell(row.name), Table.Cell(spec.type.rawValue), Table.Cell(spec.scope.rawValue),
            Table.Cell(spec.ttl.description), Table.Cell(status.entries.map { "\($0)" } ?? ""),
            "\(used) of \(spec.maxSize)", Table.Cell(status.hitRate.map(Shares.text) ?? ""),
        ] + ending(at: now)
    }
}
