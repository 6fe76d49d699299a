import Model

extension StatusAssessor {
    func resourceAssessment(_ identity: ObjectIdentity, _ spec: CloudResourceSpec) -> Assessment {
        let wanted = 0..<max(spec.replicas, 0)
        let existing = (facts.instances[identity] ?? []).filter { $0.state != .terminated }
        let instances = existing.map { instance in
            InstanceStatus(
                ordinal: instance.tags.ordinal, id: instance.id, state: instance.state, address: instance.address,
                createdAt: instance.createdAt,
                worker: spec.worker == nil ? nil : context.worker(of: instance, at: facts.observed.time))
        }
        let running = instances.filter { $0.state == .running && wanted.contains($0.ordinal) }
        let ready = Set(running.map(\.ordinal)).count
        let joined = Set(running.filter { $0.worker == .idle || $0.worker == .busy }.map(\.ordinal)).count
        let summary = "\(ready)/\(wanted.count) running" + (spec.worker == nil ? "" : ", \(joined) joined")
        let isCurrent = readiness.runsAll(of: spec, for: identity)
        return Assessment(
            isDone: facts.isApplied(identity) && isCurrent, doneReason: .instancesRunning,
            progress: ready == wanted.count && !isCurrent
                ? "instances of an older definition are being replaced" : "\(ready) of \(wanted.count) running",
            facts: spec.worker == nil ? [] : [workersJoined(joined, of: wanted.count)],
            summary: summary, instances: instances, readyReplicas: ready)
    }

    private func workersJoined(_ joined: Int, of wanted: Int) -> Assessment.Fact {
        Assessment.Fact(
            type: .workersJoined, status: joined == wanted ? .yes : .no,
            reason: joined == wanted ? .workerJoined : .workersMissing, message: "\(joined) of \(wanted) joined")
    }
}
