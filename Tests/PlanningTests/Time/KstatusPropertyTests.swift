import Foundation
import Model
import Planning
import Testing

/// The rules of kstatus hold for every object in hundreds of random states; a failure names its seed.
struct KstatusPropertyTests {
    /// Broken by: in `Overall.progressing`, make Ready `.yes`.
    @Test("Ready is always there; True excludes Reconciling and Stalled, which exclude each other", arguments: 0..<60)
    func rules(seed: Int) throws {
        for (identity, status, object) in try statuses(seed) {
            let types = status.conditions.map(\.type)
            #expect(Set(types).count == types.count, "\(seed) \(identity): twice the same condition")
            let ready = try #require(status.condition(.ready), "\(seed) \(identity)")
            let isReconciling = status.condition(.reconciling) != nil
            let isStalled = status.condition(.stalled) != nil
            #expect(
                !(ready.status == .yes && (isReconciling || isStalled)), "\(seed) \(identity): \(status.conditions)")
            #expect(!(isReconciling && isStalled), "\(seed) \(identity): \(status.conditions)")
            #expect(status.condition(.reconciling).map { $0.status == .yes } ?? true)
            #expect(status.condition(.stalled).map { $0.status == .yes } ?? true)
            if let stalled = status.condition(.stalled) {
                #expect(ready.status == .no && ready.reason == stalled.reason)
            }
            // Waiting is never failed.
            if status.condition(.reconciling)?.reason == .dependencyNotReady { #expect(ready.status == .unknown) }
            if status.condition(.reconciling)?.reason == .syncWindowClosed { #expect(ready.status == .unknown) }
            for condition in status.conditions {
                #expect(condition.observedGeneration == (object?.generation ?? 0), "\(seed) \(identity)")
                #expect(condition.message.utf8.count <= 4_096)
            }
            #expect(status.observedGeneration == (object?.generation ?? 0))
        }
    }

    @Test("A condition keeps its time while its status stays", arguments: 0..<20)
    func transitions(seed: Int) throws {
        let (desired, observed) = try state(seed)
        let plan = Planner.plan(desired: desired, observed: observed)
        let first = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)
        var later = observed
        later.time = observed.time.addingTimeInterval(1)
        later.objects = later.objects.map { $0.with(first[$0.identity] ?? $0.status) }
        let plan2 = Planner.plan(desired: desired, observed: later)
        let second = StatusAssessor.statuses(desired: desired, observed: later, plan: plan2)
        for object in observed.objects {
            for condition in second[object.identity]?.conditions ?? [] {
                let before = first[object.identity]?.condition(condition.type)
                let isSame = before?.status == condition.status
                #expect(condition.lastTransitionTime == (isSame ? before?.lastTransitionTime : later.time), "\(seed)")
            }
        }
    }

    private func statuses(_ seed: Int) throws -> [(ObjectIdentity, ObjectStatus, ObservedObject?)] {
        let (desired, observed) = try state(seed)
        let plan = Planner.plan(desired: desired, observed: observed)
        let failing = observed.objects.prefix(seed % 3).map { ($0.identity, "no capacity") }
        let context = AssessmentContext(failures: Dictionary(failing) { first, _ in first })
        let statuses = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan, context: context)
        return statuses.map { identity, status in
            (identity, status, observed.objects.first { $0.identity == identity })
        }
    }

    /// A world that was carried out half-way, damaged, and is asked for something else, at some time of the day.
    private func state(_ seed: Int) throws -> (DesiredState, ObservedState) {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let first = DesiredState.known(Samples.set(timed(try random.objects(cycles: seed % 5 == 0), seed)))
        for _ in 0..<(seed % 7) { world.step(Planner.plan(desired: first, observed: world.observed), first) }
        random.damage(&world.observed)
        let objects = timed(try random.objects(cycles: seed % 4 == 0), seed + 1)
        let second = Samples.set(objects, revision: Samples.revision("5555555"))
        world.observed.suspensions = objects.prefix(seed % 3).map { Timed.suspension($0) }
        world.observed.lifetimes = world.observed.objects.map { Lifetime(object: $0.identity, since: Samples.start) }
        world.observed.time = Samples.start.addingTimeInterval(Double(seed % 9) * 3_600)
        world.observed.plannedStops = Set(world.observed.instances.prefix(2).map(\.id))
        return (seed % 6 == 0 ? .stale(second, reason: "gone") : .known(second), world.observed)
    }

    /// The same objects, some with a ttl, a window or a schedule.
    private func timed(_ objects: [DeclaredObject], _ seed: Int) -> [DeclaredObject] {
        objects.enumerated().map { index, object in
            let spec: ObjectSpec
            switch object.spec {
            case .environment(let old) where (seed + index) % 3 == 0:
                let windows = (seed + index) % 2 == 0 ? (try? [Timed.window("0 12 * * *", .minutes(120))]) ?? [] : []
                spec = .environment(
                    EnvironmentSpec(
                        type: old.type, services: old.services, variables: old.variables,
                        ttl: (seed + index) % 4 == 0 ? .minutes(180) : nil, syncWindows: windows))
            case .cloudResource(let old) where (seed + index) % 2 == 0:
                spec = .cloudResource(
                    CloudResourceSpec(
                        environment: old.environment, replicas: old.replicas, worker: old.worker,
                        deletionPolicy: old.deletionPolicy, schedule: try? Timed.schedule("07:00", "13:00"),
                        ttl: seed % 3 == 0 ? .minutes(240) : nil))
            default: return object
            }
            return DeclaredObject(
                identity: object.identity, annotations: object.annotations, suspend: object.suspend,
                dependsOn: object.dependsOn, spec: spec, manifest: object.manifest)
        }
    }
}
