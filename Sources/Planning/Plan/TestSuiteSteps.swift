import Model

extension StepPlanner {
    /// Runs of older commits end first; then the suite runs in each environment that is Ready and where it is due.
    ///
    /// A suite in several environments goes ahead in those that are Ready, so that one that never gets there does not
    /// hold up the others.
    func suiteSteps(_ object: DeclaredObject, _ spec: TestSuiteSpec) -> ObjectSteps {
        let resolved = facts.suites[object.identity] ?? []
        let due = resolved.compactMap { suite in dueRun(object, suite) }
        let waiting = due.flatMap { runBlockers(in: $0.key.environmentIdentity) }
        let starts = due.filter { runBlockers(in: $0.key.environmentIdentity).isEmpty }.map(\.action)
        let apply = applyActions(object)

        var steps = ObjectSteps(actions: cancellations(object, resolved))
        guard !apply.isEmpty || !due.isEmpty else { return steps }
        let environments = DependencyGraph.environments(of: object)
        let blockers = object.dependsOn.filter { !readiness.isReady($0) }
        let nowhere = !environments.isEmpty && !environments.contains(where: readiness.isReady)
        if !blockers.isEmpty || nowhere {
            steps.waitsFor = readiness.blockers(of: object)
        } else {
            steps.actions = apply + steps.actions + starts
            steps.waitsFor = waiting.uniqued().sorted()
        }
        return steps
    }

    /// What keeps a run from starting: its environment, or its workers when their schedules have stopped all of them.
    private func runBlockers(in environment: ObjectIdentity) -> [ObjectIdentity] {
        readiness.isReady(environment) ? facts.stoppedPools(of: environment) : [environment]
    }

    /// Active runs whose inputs are no longer wanted, or whose environment expired or is no longer named.
    ///
    /// One that is ending already is left to its workers: asked again in every pass, it would keep passes coming.
    private func cancellations(_ object: DeclaredObject, _ resolved: [ResolvedSuite]) -> [PlannedAction] {
        let suites = Dictionary(resolved.map { ($0.key, $0) }) { first, _ in first }
        return (facts.runs[object.identity] ?? []).filter { !$0.isEnding }.compactMap { run in
            guard let suite = suites[run.key] else {
                return action(object, .cancelRun(run.id), .removedFromGit, held: holds.sourceHold)
            }
            if facts.isExpired(run.key.environmentIdentity) { return action(object, .cancelRun(run.id), .expired) }
            guard suite.on.contains(.commit), run.digest != facts.digest(of: run.key) else { return nil }
            return action(object, .cancelRun(run.id), .superseded)
        }
    }

    /// The run that somebody or a commit asks for, unless it is under way.
    private func dueRun(_ object: DeclaredObject, _ suite: ResolvedSuite) -> DueRun? {
        let key = suite.key
        let digest = Digests.suiteInputs(of: suite)
        let active = (facts.runs[key.suite] ?? []).filter { $0.key == key }
        if facts.requests[key] != nil {
            // Two runs of one suite at once would share what they test: the request waits for the other's end.
            guard active.isEmpty else { return nil }
            return DueRun(key: key, action: action(object, .startRun(key, digest: digest), .requested))
        }
        guard let reason = dueReason(object, suite, digest, active: active) else { return nil }
        return DueRun(key: key, action: action(object, .startRun(key, digest: digest), reason))
    }

    /// Field table, “When a suite is due”: `commit`, `schedule`, `maxAge`, and the tries after a run that ended
    /// `errored`.
    ///
    /// A commit's run takes the place of one for older inputs; whatever the clock asks for waits for the end of another.
    private func dueReason(
        _ object: DeclaredObject, _ suite: ResolvedSuite, _ digest: Digest, active: [ActiveRun]
    ) -> PlanReason? {
        let isFree = suite.on.contains(.commit) ? !active.contains { $0.digest == digest } : active.isEmpty
        guard isFree else { return nil }
        let times = facts.times(of: suite)
        if let errored = times.errored(with: digest), let tries = facts.records[suite.key]?.erroredTries,
            let next = policy.nextTry(after: errored, tries: tries), next <= facts.observed.time
        {
            return .erroredBefore(attempt: tries + 1)
        }
        if suite.on.contains(.commit), let reason = commitReason(object, suite, digest) { return reason }
        return active.isEmpty ? times.reason(at: facts.observed.time) : nil
    }

    /// The git part of the inputs is not that of the last run.
    private func commitReason(_ object: DeclaredObject, _ suite: ResolvedSuite, _ digest: Digest) -> PlanReason? {
        guard let record = facts.records[suite.key], let latest = record.latest else { return .neverRun }
        guard record.conclusive?.digest != digest, latest.digest != digest else { return nil }
        return .inputsChanged(
            InputChanges.paths(
                of: suite, earlier: record.inputs, declared: object,
                appliedSuite: facts.objects[object.identity]?.declared,
                appliedEnvironment: facts.objects[suite.key.environmentIdentity]?.declared))
    }
}

private struct DueRun {
    let key: SuiteKey
    let action: PlannedAction
}
