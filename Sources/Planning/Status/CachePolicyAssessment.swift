import Foundation
import Model

extension StatusAssessor {
    func cacheAssessment(_ identity: ObjectIdentity) -> Assessment {
        let isApplied = facts.isApplied(identity)
        guard let statistics = context.caches[identity] else {
            return Assessment(isDone: isApplied, doneReason: .accepted, summary: "accepted")
        }
        let rate = statistics.hitRate.map { ", hit rate \(Int(($0 * 100).rounded())) %" } ?? ""
        let noun = statistics.entries == 1 ? "entry" : "entries"
        let summary = statistics.entries == 0 ? "empty" : "\(statistics.entries) \(noun)"
        return Assessment(isDone: isApplied, doneReason: .accepted, summary: summary + rate) { status in
            status.entries = statistics.entries
            status.bytes = statistics.bytes
            status.hitRate = statistics.hitRate
            status.evictions = statistics.evictions
            status.savedTime = statistics.savedTime
        }
    }
}
