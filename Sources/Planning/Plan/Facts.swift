import Model

/// Desired and observed state arranged for looking up, the same whatever order they were listed in.
struct Facts: Sendable {
    let set: DesiredSet
    let observed: ObservedState
    let desired: [ObjectIdentity: DeclaredObject]
    let objects: [ObjectIdentity: ObservedObject]
    let environments: [ObjectIdentity: ObservedEnvironment]
    /// By object; by ordinal, then from the oldest to the newest.
    let instances: [ObjectIdentity: [ObservedInstance]]
    /// By suite, in order of environment.
    let suites: [ObjectIdentity: [ResolvedSuite]]
    let records: [SuiteKey: SuiteRecord]
    /// By suite, in order of environment and id.
    let runs: [ObjectIdentity: [ActiveRun]]
    /// By object and ordinal.
    let losses: [ObjectIdentity: [Int: LostInstance]]
    /// The oldest request for each suite in each environment.
    let requests: [SuiteKey: RunRequest]
    /// From when the schedule of each suite counts.
    let schedules: [ObjectIdentity: ScheduleMark]
    /// What the newest commit declares with an error.
    let broken: [ObjectIdentity: BrokenObject]
    /// What people let happen of this commit.
    let approved: Set<DestructiveTarget>
    /// Those that are in force now.
    let suspensions: [ObjectIdentity: Suspension]
    let lifetimes: [ObjectIdentity: Lifetime]
    /// By environment, where some pool has a schedule.
    let pools: [ObjectIdentity: [WorkerPool]]

    init(_ set: DesiredSet, _ observed: ObservedState) {
        self.set = set
        self.observed = observed
        desired = Dictionary(set.objects.map { ($0.identity, $0) }) { $1.location < $0.location ? $1 : $0 }
        objects = Dictionary(observed.objects.map { ($0.identity, $0) }) { $1.source < $0.source ? $1 : $0 }
        environments = Dictionary(observed.environments.map { ($0.identity, $0) }) { first, _ in first }
        instances = Dictionary(grouping: observed.instances, by: \.tags.object).mapValues { $0.sorted(by: Self.older) }
        suites = Dictionary(grouping: set.suites, by: \.key.suite).mapValues { $0.sorted { $0.key < $1.key } }
        records = Dictionary(observed.suites.map { ($0.key, $0) }) { first, _ in first }
        let active = observed.runs.sorted { ($0.key, $0.id) < ($1.key, $1.id) }
        runs = Dictionary(grouping: active, by: \.key.suite)
        losses = Dictionary(grouping: observed.losses, by: \.object).mapValues { lost in
            Dictionary(lost.map { ($0.ordinal, $0) }) { $0.lostAt < $1.lostAt ? $1 : $0 }
        }
        let asked = observed.requests.sorted { ($0.requestedAt, $0.run) < ($1.requestedAt, $1.run) }
        requests = Dictionary(asked.map { ($0.key, $0) }) { first, _ in first }
        schedules = Dictionary(observed.schedules.map { ($0.suite, $0) }) { first, _ in first }
        broken = Dictionary(set.broken.map { ($0.object, $0) }) { first, _ in first }
        approved = observed.approvals.isEmpty ? [] : set.approvedTargets(observed)
        suspensions = Dictionary(
            observed.suspensions.filter { $0.isActive(at: observed.time) }.map { ($0.object, $0) }
        ) { $0.since < $1.since ? $1 : $0 }
        lifetimes = Dictionary(observed.lifetimes.map { ($0.object, $0) }) { $0.since < $1.since ? $1 : $0 }
        pools = Self.pools(of: desired, at: observed.time)
    }

    /// What is done about drift of a resource: its own policy, else its environment's, else `correct`.
    func driftPolicy(
        of spec: CloudResourceSpec, _ identity: ObjectIdentity, _ field: DriftField
    ) -> DriftPolicy {
        let policy = statedDriftPolicy(of: spec, identity, field)
        return policy == .correct && !field.isCorrected ? .report : policy
    }

    private func statedDriftPolicy(
        of spec: CloudResourceSpec, _ identity: ObjectIdentity, _ field: DriftField
    ) -> DriftPolicy {
        if let own = spec.drift?.policy(of: field) { return own }
        let environment = ObjectIdentity(
            kind: .environment, namespace: identity.namespace, name: spec.environment)
        guard case .environment(let declared)? = (desired[environment] ?? objects[environment]?.declared)?.spec
        else { return .correct }
        return declared.drift ?? .correct
    }

    /// The input digest of a desired suite in one of its environments.
    func digest(of key: SuiteKey) -> Digest? {
        suites[key.suite]?.first { $0.key.environment == key.environment }.map(Digests.suiteInputs)
    }

    /// Whether git no longer lists an object; one that it lists with an error stays.
    func isLeaving(_ identity: ObjectIdentity) -> Bool { desired[identity] == nil && broken[identity] == nil }

    /// Whether another source owns the object, so that this one has no say.
    func isForeign(_ identity: ObjectIdentity) -> Bool {
        objects[identity].map { $0.source != set.source } ?? false
    }

    /// Whether exactly what is declared was applied.
    func isApplied(_ identity: ObjectIdentity) -> Bool {
        guard let applied = objects[identity] else { return false }
        guard let object = desired[identity], applied.source == set.source else { return true }
        // Comparing is much cheaper than hashing, and nearly always enough.
        return applied.declared == object || applied.specHash == Digests.specHash(of: object)
    }

    /// The object as it should be: as desired, or as applied when it belongs to another source.
    func current(_ identity: ObjectIdentity) -> DeclaredObject? {
        if let object = desired[identity], !isForeign(identity) { return object }
        return isForeign(identity) ? objects[identity]?.declared : nil
    }

    func aliveInstances(of identity: ObjectIdentity) -> [ObservedInstance] {
        (instances[identity] ?? []).filter(\.isAlive)
    }

    /// An incarnation is made once: of two the one that came later is a copy that somebody made with all of its tags, and
    /// never stands in for the other.
    private static func older(_ left: ObservedInstance, _ right: ObservedInstance) -> Bool {
        (left.tags.ordinal, left.tags.incarnation, right.createdAt, right.id)
            < (right.tags.ordinal, right.tags.incarnation, left.createdAt, left.id)
    }
}
