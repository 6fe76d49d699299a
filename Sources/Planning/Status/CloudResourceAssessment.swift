import Model

extension StatusAssessor {
    func resourceAssessment(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> Assessment {
        let identity = object.identity
        let isDown = facts.isDown(spec)
        let wanted = 0..<max(spec.replicas, 0)
        let existing = (facts.instances[identity] ?? []).filter { $0.state != .terminated }
        let changed = facts.differences(of: object, spec)
        let instances = existing.map { instance in
            InstanceStatus(
                ordinal: instance.tags.ordinal, id: instance.id, state: instance.state, address: instance.address,
                createdAt: instance.createdAt,
                worker: spec.worker == nil ? nil : context.worker(of: instance, at: facts.observed.time),
                drift: driftText(of: instance, changed[instance.tags.ordinal], isDown: isDown), image: instance.image)
        }
        let running = instances.filter { $0.state == .running && wanted.contains($0.ordinal) }
        let ready = Set(running.map(\.ordinal)).count
        let joined = Set(running.filter { $0.worker == .idle || $0.worker == .busy }.map(\.ordinal)).count
        let summary = "\(ready)/\(wanted.count) running" + (spec.worker == nil ? "" : ", \(joined) joined")
        let drift = reportedDrift(object, spec)
        let isCurrent = readiness.runsAll(object, spec)
        if isDown, let schedule = spec.schedule {
            return stoppedAssessment(identity, spec, schedule, instances: instances, running: running.count)
        }
        return Assessment(
            isDone: facts.isApplied(identity) && isCurrent, doneReason: .instancesRunning,
            progress: ready == wanted.count && !isCurrent
                ? "instances of an older definition are being replaced" : "\(ready) of \(wanted.count) running",
            drift: drift,
            facts: spec.worker == nil ? [] : [workersJoined(joined, of: wanted.count)],
            summary: drift.map { "\(summary), \($0)" } ?? summary, instances: instances, readyReplicas: ready)
    }

    /// `state: stopped, instanceType: t3.large`; nil for one that is as it should be.
    private func driftText(
        of instance: ObservedInstance, _ changed: (instance: ObservedInstance, differences: [FieldDifference])?,
        isDown: Bool
    ) -> String? {
        var told: [String] = []
        if instance.state == .stopped, !isDown, !facts.observed.plannedStops.contains(instance.id) {
            told.append("state: stopped")
        }
        if let changed, changed.instance.id == instance.id {
            told += changed.differences.map { "\($0.path): \($0.actual ?? "missing")" }
        }
        return told.isEmpty ? nil : told.joined(separator: ", ")
    }

    /// Stopped as its schedule wants it, or about to be.
    private func stoppedAssessment(
        _ identity: ObjectIdentity, _ spec: CloudResourceSpec, _ schedule: UptimeSchedule,
        instances: [InstanceStatus], running: Int
    ) -> Assessment {
        let start = schedule.nextChange(after: facts.observed.time).map { " until \(schedule.text(of: $0))" } ?? ""
        let message = "stopped by its schedule\(start)"
        let joined = Assessment.Fact(
            type: .workersJoined, status: .no, reason: .scheduledDown, message: message)
        return Assessment(
            isDone: facts.isApplied(identity) && running == 0, doneReason: .scheduledDown,
            progress: "its schedule stops it once the runs under way have ended",
            facts: spec.worker == nil ? [] : [joined], summary: running == 0 ? message : "\(running) still running",
            instances: instances, readyReplicas: running)
    }

    /// `drift reported: instance 1 is missing`; nil when nothing is left as it is.
    private func reportedDrift(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> String? {
        let identity = object.identity
        let fields = Set(
            DriftField.allCases.filter { $0.isObserved && facts.driftPolicy(of: spec, identity, $0) == .report })
        guard !fields.isEmpty, facts.isApplied(identity) else { return nil }
        let hash = Digests.instanceHash(of: object)
        let alive = Dictionary(grouping: facts.aliveInstances(of: identity), by: \.tags.ordinal)
        let changed = facts.differences(of: object, spec)
        let told = (0..<max(spec.replicas, 0)).compactMap { ordinal -> String? in
            guard let newest = alive[ordinal]?.last else {
                let isLost = facts.losses[identity]?[ordinal] != nil
                return isLost && fields.contains(.instance) ? "instance \(ordinal) is missing" : nil
            }
            let isStopped = fields.contains(.state) && newest.state == .stopped && newest.tags.specHash == hash
            if isStopped { return "instance \(ordinal) is stopped" }
            let paths = (changed[ordinal]?.differences ?? []).filter { fields.contains($0.field) }.map(\.path)
            return paths.isEmpty ? nil : "instance \(ordinal) has another \(paths.joined(separator: ", "))"
        }
        return told.isEmpty ? nil : "drift reported: \(told.joined(separator: ", "))"
    }

    private func workersJoined(_ joined: Int, of wanted: Int) -> Assessment.Fact {
        Assessment.Fact(
            type: .workersJoined, status: joined == wanted ? .yes : .no,
            reason: joined == wanted ? .workerJoined : .workersMissing, message: "\(joined) of \(wanted) joined")
    }
}
