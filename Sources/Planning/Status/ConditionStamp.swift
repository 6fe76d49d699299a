import Foundation
import Model

/// Gives conditions what they share: the generation they speak of, and since when they are as they are.
struct ConditionStamp {
    let previous: ObjectStatus
    let time: Date
    let generation: Int

    func condition(_ fact: Assessment.Fact) -> Condition {
        let before = previous.condition(fact.type)
        let since = before.flatMap { $0.status == fact.status ? $0.lastTransitionTime : nil } ?? time
        return Condition(
            type: fact.type, status: fact.status, reason: fact.reason, message: fact.message,
            lastTransitionTime: since, observedGeneration: generation)
    }
}
