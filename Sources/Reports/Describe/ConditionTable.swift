import Foundation
import Model

/// The conditions of an object or a source: TYPE STATUS REASON AGE MESSAGE.
enum ConditionTable {
    static func text(_ conditions: [Condition], now: Date, style: Style) -> String {
        guard !conditions.isEmpty else { return "" }
        var table = Table([.init("TYPE"), .init("STATUS"), .init("REASON"), .init("AGE"), .init("MESSAGE")])
        for condition in conditions {
            table.add([
                Table.Cell(condition.type.rawValue), Table.Cell(condition.status.rawValue, tone: condition.tone),
                Table.Cell(condition.reason.rawValue),
                Table.Cell(Spans.age(of: condition.lastTransitionTime, at: now)), Table.Cell(condition.message),
            ])
        }
        return table.text(wide: true, style: style)
    }
}

extension Condition {
    /// Green for what is as it should be: most conditions should be True, some False.
    var tone: Style.Tone {
        switch (status, isGoodWhenTrue) {
        case (.unknown, _): .caution
        case (.yes, true), (.no, false): .good
        case (.yes, false), (.no, true): type == .reconciling ? .caution : .bad
        }
    }

    private var isGoodWhenTrue: Bool {
        switch type {
        case .ready, .servicesReady, .workersJoined, .passing, .manifestValid, .artifactsStored, .fetched: true
        case .reconciling, .stalled, .firing, .expired, .pinned: false
        }
    }
}
