import Foundation
import Model
import Planning

/// The world that plans act on: does what each action says, as a controller would, and lets time pass.
struct World {
    var observed: ObservedState
    /// What an action asked for although it could not be right, in words.
    private(set) var wrongs: [String] = []
    /// Instances that were left to themselves.
    private(set) var released: [ObservedInstance] = []
    private var counter = 0
    private var generator: SeededGenerator

    init(observed: ObservedState = ObservedState(time: Samples.start), seed: Int = 1) {
        self.observed = observed
        generator = SeededGenerator(seed: seed)
    }

    /// Plans and acts until a plan has nothing to carry out and nothing is under way; the last plan, nil when it
    /// never came to rest.
    mutating func settle(_ desired: DesiredState, rounds: Int = 80) -> Plan? {
        for _ in 0..<rounds {
            let plan = Planner.plan(desired: desired, observed: observed)
            let wake = Planner.nextLook(desired: desired, observed: observed)
            if plan.executable.isEmpty, !isUnderWay, wake == nil { return plan }
            step(plan, desired)
            if plan.executable.isEmpty, let wake { observed.time = wake }
        }
        return nil
    }

    /// Remembers the statuses, carries out one plan, and lets what is under way go on.
    mutating func step(_ plan: Plan, _ desired: DesiredState) {
        let statuses = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)
        observed.objects = observed.objects.map { $0.with(statuses[$0.identity] ?? $0.status) }
        advance()
        guard let set = desired.set else { return }
        for action in plan.executable { carryOut(action, set) }
        observed.time += 1
    }

    private var isUnderWay: Bool {
        !observed.runs.isEmpty || observed.instances.contains { $0.state == .pending || $0.state == .terminating }
    }

    private mutating func advance() {
        observed.instances = observed.instances.compactMap { instance in
            switch instance.state {
            case .pending: instance.with(.running)
            case .running, .stopped: instance
            case .terminating, .terminated: nil
            }
        }
        for run in observed.runs where !generator.oneIn(3) { finish(run) }
    }

    private mutating func finish(_ run: ActiveRun) {
        observed.runs.removeAll { $0.id == run.id }
        let old = observed.suites.first { $0.key == run.key }
        let isErrored = old?.errored == nil && generator.oneIn(4)
        let verdict = Verdict(
            run: run.id, digest: run.digest, revision: run.revision, outcome: isErrored ? .errored : .passed,
            counts: OutcomeCounts(passed: 1), startedAt: run.startedAt, endedAt: observed.time)
        observed.suites.removeAll { $0.key == run.key }
        observed.suites.append(
            isErrored
                ? SuiteRecord(key: run.key, conclusive: old?.conclusive, errored: verdict, erroredTries: 1)
                : SuiteRecord(key: run.key, conclusive: verdict))
    }

    private mutating func carryOut(_ action: PlannedAction, _ set: DesiredSet) {
        counter += 1
        let identity = action.object
        let declared = set.objects.first { $0.identity == identity }
        switch action.operation {
        case .applyObject:
            guard let declared else { return wrongs.append("applies \(identity), which is not desired") }
            let old = observed.objects.first { $0.identity == identity }
            observed.objects.removeAll { $0.identity == identity }
            observed.objects.append(
                ObservedObject(
                    declared: declared, source: set.source, specHash: Digests.specHash(of: declared),
                    generation: (old?.generation ?? 0) + 1, revision: set.revision,
                    status: old?.status ?? ObjectStatus(), createdAt: old?.createdAt ?? observed.time))
        case .serveMocks:
            guard case .environment(let spec)? = declared?.spec else { return wrongs.append("mocks of \(identity)") }
            observed.environments.removeAll { $0.identity == identity }
            observed.environments.append(ObservedEnvironment(identity: identity, services: Self.served(spec)))
        case .createInstance(let ordinal, let hash):
            if !observed.objects.contains(where: { $0.identity == identity }) { wrongs.append("\(identity) unapplied") }
            observed.instances.append(
                ObservedInstance(
                    id: InstanceID(rawValue: "new-\(counter)"), state: generator.oneIn(2) ? .pending : .running,
                    tags: InstanceTags(
                        installation: InstallationID(rawValue: "i"), object: identity, ordinal: ordinal,
                        incarnation: 100 + counter, specHash: hash, fixedHash: Self.fixedHash(declared, observed)),
                    createdAt: observed.time))
        case .startInstance(let id):
            observed.instances = observed.instances.map { $0.id == id ? $0.with(.running) : $0 }
        case .stopInstance(let id):
            observed.instances = observed.instances.map { $0.id == id ? $0.with(.stopped) : $0 }
            observed.plannedStops.insert(id)
        case .stopMocks:
            observed.environments.removeAll { $0.identity == identity }
        case .deleteInstance(let id):
            enter(action)
            observed.instances.removeAll { $0.id == id }
        case .releaseInstance(let id):
            released += observed.instances.filter { $0.id == id }
            observed.instances.removeAll { $0.id == id }
        case .updateInstance(let id, let hash):
            let fixed = Self.fixedHash(declared, observed)
            observed.instances = observed.instances.map {
                $0.id == id ? $0.with($0.tags.with(specHash: hash, fixedHash: fixed)) : $0
            }
        case .correctInstance(let id, let fields):
            wrongs.append("corrects \(fields) of \(id), whose traits nobody shows")
        case .retagInstance(let id, let change):
            observed.instances = observed.instances.map { $0.id == id ? $0.with($0.tags.with(change)) : $0 }
        case .startRun(let key, let digest):
            if observed.runs.contains(where: { $0.key == key }) { wrongs.append("starts a second run of \(key)") }
            observed.runs.append(
                ActiveRun(
                    id: RunID(rawValue: "r-\(counter)"), key: key, digest: digest, revision: set.revision,
                    startedAt: observed.time, total: 1))
        case .cancelRun(let run):
            observed.runs.removeAll { $0.id == run }
        case .deleteObject:
            if observed.runs.contains(where: { $0.key.suite == identity }) { wrongs.append("\(identity) has runs") }
            let needing = observed.objects.filter { DependencyGraph.dependencies(of: $0.declared).contains(identity) }
            if !needing.isEmpty { wrongs.append("deletes \(identity), which \(needing[0].identity) needs") }
            enter(action)
            observed.objects.removeAll { $0.identity == identity }
            observed.environments.removeAll { $0.identity == identity }
            observed.suites.removeAll { $0.key.suite == identity }
        }
    }

    /// Enters an action in the prune ledger, as a controller does before it carries one out.
    private mutating func enter(_ action: PlannedAction) {
        let record = PruneAccount.record(
            of: action, object: observed.objects.first { $0.identity == action.object },
            instance: observed.instances.first { $0.id == action.target?.instance },
            approval: observed.approvals.first { $0.targets.contains { $0 == action.target } }?.hash, at: observed.time)
        if let record { observed.prunes.append(record) }
    }

    private static func fixedHash(_ declared: DeclaredObject?, _ observed: ObservedState) -> Digest? {
        guard case .cloudResource(let spec)? = declared?.spec, let fields = observed.changesInPlace[spec.provider]
        else { return nil }
        return Digests.fixedHash(of: spec, changesInPlace: fields)
    }

    /// A person lets everything happen that a plan holds.
    mutating func approve(_ plan: Plan, of set: DesiredSet) {
        guard let hash = plan.approval else { return }
        observed.approvals.append(
            Approval(
                hash: hash, source: set.source, revision: set.revision, targets: plan.approvable, approvedBy: "ana",
                approvedAt: observed.time))
    }

    static func served(_ spec: EnvironmentSpec) -> [ObservedService] {
        spec.services.compactMap { name, service in
            guard case .mock(let mock) = service else { return nil }
            return ObservedService(name: name, url: "http://127.0.0.1:4000", ready: true, mock: mock)
        }
    }
}

extension ObservedInstance {
    func with(_ tags: InstanceTags) -> ObservedInstance {
        ObservedInstance(id: id, provider: provider, state: state, tags: tags, address: address, createdAt: createdAt)
    }

    func with(_ state: State) -> ObservedInstance {
        ObservedInstance(id: id, provider: provider, state: state, tags: tags, address: address, createdAt: createdAt)
    }
}
