import Foundation
import Model

/// Where a finding stands, as every report colours and names it.
enum DriftStanding: String, CaseIterable {
    case open
    /// Rondo put it right.
    case healed
    /// It ended without Rondo's doing.
    case gone
    /// A commit asked for something else.
    case committed

    init(_ record: DriftRecord) {
        self =
            switch record.resolution?.by {
            case nil: .open
            case .controller?: .healed
            case .human?: .gone
            case .commit?: .committed
            }
    }

    /// How many of them there are is told before it: `2 ended by a commit`.
    var words: String {
        switch self {
        case .open: "open"
        case .healed: "healed"
        case .gone: "gone"
        case .committed: "ended by a commit"
        }
    }

    /// Who ended it.
    var actor: String {
        switch self {
        case .open: ""
        case .healed: "controller"
        case .gone: "human"
        case .committed: "commit"
        }
    }
}

extension DriftRecord {
    /// `CloudResource/pool`, or `unmanaged` for what belongs to no object.
    var objectText: String { finding.object?.description ?? "unmanaged" }

    /// `missing: running wanted, nothing found`
    var sentence: String {
        switch finding.kind {
        case .changed: "changed: \(finding.desired ?? "nothing") wanted, \(finding.actual ?? "nothing") found"
        case .missing: "missing: \(finding.desired ?? "something") wanted, nothing found"
        case .unmanaged: "unmanaged: \(finding.actual ?? "something") found, which belongs to no object"
        }
    }
}

extension DriftSurvey {
    /// What part of the ledger it is about, or nil for all of it: `environment staging, namespace shop`.
    var scopeText: String? {
        let parts = [scope.environment.map { "environment \($0)" }, scope.namespace.map { "namespace \($0)" }]
            .compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    var open: [DriftRecord] { items.filter(\.isOpen) }
    var ended: [DriftRecord] { items.filter { !$0.isOpen } }
}
