import Model

extension StatusAssessor {
    /// A rule is as it should be when it is evaluated; that it fires is a condition of its own.
    func alertAssessment(_ identity: ObjectIdentity) -> Assessment {
        let isApplied = facts.isApplied(identity)
        guard let view = context.alerts[identity] else {
            return Assessment(
                isDone: isApplied, doneReason: .accepted,
                facts: [
                    Assessment.Fact(
                        type: .firing, status: .unknown, reason: .noData, message: "not evaluated yet")
                ],
                summary: "not evaluated yet")
        }
        let record = view.record
        let text = view.fault.map { "\(view.text); \($0)" } ?? view.text
        let summary = "\(record.state.rawValue) (\(text))"
        return Assessment(
            isDone: isApplied, doneReason: .accepted,
            facts: [
                Assessment.Fact(
                    type: .firing, status: record.state == .firing ? .yes : .no,
                    reason: view.fault == nil || record.state == .firing ? record.state.reason : .metricUnreadable,
                    message: text)
            ],
            summary: summary
        ) { status in
            status.state = record.state
            status.value = record.value
            status.since = record.since
        }
    }
}

extension AlertState {
    fileprivate var reason: ConditionReason {
        switch self {
        case .inactive: .alertInactive
        case .pending: .alertPending
        case .firing: .alertFiring
        case .resolved: .alertResolved
        }
    }
}
