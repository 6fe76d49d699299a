package import Foundation
package import Model

/// One worker with what it does now.
package struct WorkerRow: PlainlyListable {
    package static let listKind = "Worker"
    package static let columns: [Table.Column] = [
        .init("NAME"), .init("STATE"), .init("CAPABILITIES"), .init("SLOTS"), .init("LAST SEEN"),
        .init("ID", wide: true), .init("VERSION", wide: true), .init("AGE", wide: true),
    ]

    struct Content: Encodable {
        let name: String
        let state: WorkerState
        let worker: WorkerRecord
    }

    let content: Content

    package init(_ worker: WorkerRecord, state: WorkerState) {
        content = Content(name: worker.name, state: state, worker: worker)
    }

    package var listName: String { "Worker/\(content.name)" }

    package func cells(at now: Date) -> [Table.Cell] {
        let worker = content.worker
        // What every worker of a version can run is told by `describe`.
        let capabilities = worker.capabilities.filter { !TestAbility.isAbility($0.key) }.sorted { $0.key < $1.key }.map
        { name, value in
            value.isEmpty ? name : "\(name)=\(value)"
        }
        return [
            Table.Cell(content.name), Table.Cell(content.state.rawValue, tone: content.state.tone),
            Table.Cell(capabilities.joined(separator: ",")), "\(worker.slots)",
            Table.Cell(Spans.age(of: worker.lastSeen, at: now) + " ago"), Table.Cell(worker.id.rawValue),
            Table.Cell(worker.version), Table.Cell(Spans.age(of: worker.joinedAt, at: now)),
        ]
    }
}

extension WorkerState {
    var tone: Style.Tone {
        switch self {
        case .idle: .good
        case .busy: .info
        case .offline: .bad
        }
    }
}
