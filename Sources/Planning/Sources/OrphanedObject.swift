import Foundation
import Model

/// An object whose source is no longer configured: nothing is done to it, and that is said.
struct OrphanedObject {
    let status: ObjectStatus

    init(_ object: ObservedObject, at time: Date) {
        let name = object.source
        let stamp = ConditionStamp(previous: object.status, time: time, generation: object.generation)
        var status = object.status
        let ready = stamp.condition(
            Assessment.Fact(
                type: .ready, status: .unknown, reason: .orphanedSource,
                message: "its source `\(name)` is no longer configured: it is kept as it is until "
                    + "`rondo down --source \(name)`, or until that source is configured again"))
        status.conditions =
            [ready] + status.conditions.filter { ![.ready, .reconciling, .stalled].contains($0.type) }
        status.summary = "orphaned source `\(name)`"
        self.status = status
    }
}
