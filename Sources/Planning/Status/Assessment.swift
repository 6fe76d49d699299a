import Model

/// What a kind says of its object before the plan is looked at.
struct Assessment {
    /// A condition without the parts that all conditions of an object share.
    struct Fact {
        let type: Condition.ConditionType
        let status: Condition.Value
        let reason: ConditionReason
        let message: String
    }

    /// Whether the object is as it should be.
    var isDone: Bool
    /// The reason of Ready while it is True.
    var doneReason: ConditionReason
    /// What is still under way; the message of Reconciling.
    var progress = ""
    var progressReason = ConditionReason.progressing
    /// Why nothing more will happen before somebody acts.
    var stalled: (reason: ConditionReason, message: String)?
    /// What differs and is left as it is, since the policy is to report it.
    var drift: String?
    /// Conditions that only this kind has.
    var facts: [Fact] = []
    var summary: String
    var services: [ServiceStatus]?
    var instances: [InstanceStatus]?
    var readyReplicas: Int?
    var runs: [RunStatus]?
    /// Fills what only this kind's status has.
    var extend: ((inout ObjectStatus) -> Void)?
}
