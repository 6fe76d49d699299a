package import Model

/// Says how each object is doing, by the rules of kstatus.
///
/// `Ready` is always there. `Reconciling` and `Stalled` are there only while they are True: the first while Rondo works
/// or waits, the second when nothing will happen before somebody acts.
package struct StatusAssessor {
    let desired: DesiredState
    let facts: Facts
    let readiness: Readiness
    let context: AssessmentContext
    let approval: Digest?
    /// By object that one of this commit covers.
    let approvals: [ObjectIdentity: ApprovalStatus]
    private let actions: [ObjectIdentity: [PlannedAction]]
    private let waiting: [ObjectIdentity: [ObjectIdentity]]
    private let cycles: [ObjectIdentity: [ObjectIdentity]]
    private let paused: [ObjectIdentity: PauseReason]

    package init(desired: DesiredState, observed: ObservedState, plan: Plan, context: AssessmentContext) {
        self.desired = desired
        self.context = context
        approval = plan.approval
        approvals = desired.set?.approvals(observed) ?? [:]
        let nothing = DesiredSet(
            source: "", revision: Revision(ref: "", commit: GitObjectID(rawValue: "")), objects: [])
        facts = Facts(desired.set ?? nothing, observed)
        readiness = Readiness(facts: facts)
        actions = Dictionary(grouping: plan.actions, by: \.object)
        waiting = Dictionary(plan.waiting.map { ($0.object, $0.waitsFor) }) { first, _ in first }
        paused = Dictionary(plan.paused.map { ($0.object, $0.reason) }) { first, _ in first }
        cycles = Dictionary(plan.cycles.flatMap { cycle in cycle.map { ($0, cycle) } }) { first, _ in first }
    }

    /// The status of every desired object and of those that were applied and left git.
    ///
    /// Objects that another source owns are not among them. While the desired state is unknown, statuses stay.
    package static func statuses(
        desired: DesiredState, observed: ObservedState, plan: Plan, context: AssessmentContext = AssessmentContext()
    ) -> [ObjectIdentity: ObjectStatus] {
        let assessor = StatusAssessor(desired: desired, observed: observed, plan: plan, context: context)
        guard let set = desired.set else {
            return assessor.facts.objects.mapValues(\.status)
        }
        let applied = assessor.facts.objects.filter { $0.value.source == set.source }.mapValues(\.declared)
        let own = assessor.facts.desired.filter { !assessor.facts.isForeign($0.key) }
        let statuses = applied.merging(own) { $1 }.mapValues(assessor.status(of:))
        return assessor.counted(statuses)
    }

    /// The status of one object, which is desired or was applied.
    package func status(of object: DeclaredObject) -> ObjectStatus {
        let identity = object.identity
        let applied = facts.objects[identity]
        let previous = applied?.status ?? ObjectStatus()
        guard let set = desired.set, !facts.isForeign(identity) else { return previous }
        let assessment = assess(object)
        let isLeaving = facts.isLeaving(identity)
        var verdict = overall(object, assessment, isLeaving: isLeaving)
        verdict.facts += assessment.facts
        let broken = facts.broken[identity]
        if let broken { verdict.facts.append(Self.invalid(broken)) }

        let isConfirmed = !isLeaving && broken == nil && !facts.isSuspended(object) && facts.isApplied(identity)
        let stamp = ConditionStamp(
            previous: previous, time: facts.observed.time, generation: applied?.generation ?? 0)
        var status = ObjectStatus(
            observedGeneration: applied?.generation ?? 0, conditions: verdict.facts.map(stamp.condition),
            lastAppliedRevision: isConfirmed ? set.revision.description : previous.lastAppliedRevision,
            lastAttemptedRevision: set.revision.description,
            summary: verdict.summary + (broken == nil ? "" : "; manifest broken, last good version in force"),
            services: assessment.services, instances: assessment.instances, readyReplicas: assessment.readyReplicas,
            runs: assessment.runs, held: hold(identity, previous, isLeaving: isLeaving))
        note(pruning: object, previous, isLeaving: isLeaving, in: &status)
        assessment.extend?(&status)
        addTimes(of: object, to: &status)
        return status
    }

    /// The manifest of the newest commit can't be used; which version is in force.
    private static func invalid(_ broken: BrokenObject) -> Assessment.Fact {
        let force = broken.lastGood.map { "; the version of \($0.short) is in force" } ?? ""
        return Assessment.Fact(
            type: .manifestValid, status: .no, reason: .invalidManifest,
            message: "\(broken.problem.location): \(broken.problem.message)\(force)")
    }

    /// What the kind says; a file per kind extends this.
    private func assess(_ object: DeclaredObject) -> Assessment {
        switch object.spec {
        case .environment(let spec): environmentAssessment(object.identity, spec)
        case .cloudResource(let spec): resourceAssessment(object, spec)
        case .testSuite(let spec): suiteAssessment(object.identity, spec)
        case .alertRule: alertAssessment(object.identity)
        case .cachePolicy: cacheAssessment(object.identity)
        }
    }

    /// A lasting hold of an object that left git stays; any other is as in the plan.
    private func hold(_ identity: ObjectIdentity, _ previous: ObjectStatus, isLeaving: Bool) -> HoldReason? {
        let planned = (actions[identity] ?? []).compactMap(\.held).first
        guard isLeaving || planned != nil else { return nil }
        return previous.held?.lasting ?? planned
    }

    // MARK: Ready, Reconciling, Stalled

    private func overall(_ object: DeclaredObject, _ assessment: Assessment, isLeaving: Bool) -> Overall {
        let planned = actions[object.identity] ?? []
        let held = planned.compactMap(\.held).first
        let next = planned.first { $0.held == nil }
        if let suspension = facts.suspension(of: object) { return .suspended(suspension) }
        if let cycle = cycles[object.identity] {
            let path = cycle.map(\.description).joined(separator: " → ")
            return .stalled(.dependencyNotReady, "dependency cycle: \(path)")
        }
        if let failure = context.failures[object.identity] { return .retrying(failure) }
        if facts.isExpired(object), !isLeaving { return expired(object, next: next, held: held) }
        if let pause = paused[object.identity] { return .windowed(pause, summary: assessment.summary) }
        if let obstacle = facts.obstacle(of: object), !isLeaving { return .stalled(obstacle.reason, obstacle.message) }
        // What a person must mend is told first, even where another environment is waited for.
        if let stalled = assessment.stalled, !isLeaving { return .stalled(stalled.reason, stalled.message) }
        if let needed = waiting[object.identity] {
            return .waiting(isLeaving ? "stays while it is needed by" : "waits for", needed)
        }
        if let stalled = assessment.stalled { return .stalled(stalled.reason, stalled.message) }
        if let held { return .held(assessment, "deletion held\(approvalAdvice(held)): \(held)") }
        if let next { return .progressing(.progressing, next.explanation, summary: assessment.summary) }
        if let drift = assessment.drift, !isLeaving { return .drifted(assessment, drift) }
        guard assessment.isDone || isLeaving else {
            return .progressing(assessment.progressReason, assessment.progress, summary: assessment.summary)
        }
        return .done(assessment)
    }
}
