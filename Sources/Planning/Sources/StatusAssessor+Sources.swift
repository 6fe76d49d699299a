package import Model

extension StatusAssessor {
    /// The status of every object: of each source what that one's state says, and of objects whose source is no longer
    /// configured that they are kept.
    package static func statuses(
        desired: DesiredSources, observed: ObservedState, plans: [SourcePlan],
        context: AssessmentContext = AssessmentContext()
    ) -> [ObjectIdentity: ObjectStatus] {
        var statuses: [ObjectIdentity: ObjectStatus] = [:]
        for entry in desired.entries where entry.desired.set != nil {
            guard let plan = plans.first(where: { $0.source == entry.source })?.plan else { continue }
            let own = Self.statuses(desired: entry.desired, observed: observed, plan: plan, context: context)
            statuses.merge(own) { $1 }
        }
        for object in observed.objects where statuses[object.identity] == nil {
            statuses[object.identity] =
                desired[object.source] == nil ? OrphanedObject(object, at: observed.time).status : object.status
        }
        return statuses
    }
}
