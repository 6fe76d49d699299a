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
        let summary = "\(record.state.rawValue) (\(view.text))"
        return Assessment(
            isDone: isApplied, doneReason: .accepted,
            facts: [
                Assessment.Fact(
                    type: .firing, status: record.state == .firing ? .yes : .no, reason: record.state.reason,
                    message: view.text)
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
