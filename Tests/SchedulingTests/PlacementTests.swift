import Model
import Scheduling
import Testing

struct PlacementTests {
    private let now = Make.start

    private func machine(
        _ tests: [TestDefinition], id: String = "r-1", environment: String = "dev"
    ) -> RunMachine {
        RunMachine(Make.run(tests, id: id, environment: environment), now: now)
    }

    private func chosen(
        _ placement: Placement, _ worker: WorkerRecord, _ runs: [RunMachine], load: WorkLoad? = nil,
        avoidingLost: Bool = false
    ) -> String? {
        placement.choose(
            for: worker, among: runs, load: load ?? WorkLoad(runs), now: now, avoidingLost: avoidingLost
        )
        .flatMap { choice in
            runs.first { $0.record.id == choice.run }.map { "\(choice.run)/\($0.tasks[choice.index].name)" }
        }
    }

    private func cpu(_ millicores: Int64) -> TaskResources { TaskResources(cpu: CPUQuantity(millicores: millicores)) }

    @Test func highestPriorityThenOldestRunThenDeclared() {
        let placement = Placement(pools: [Make.capacity()])
        let old = machine([Make.test("a", priority: 10), Make.test("b"), Make.test("c")], id: "r-1")
        let new = machine([Make.test("d"), Make.test("e", priority: 51)], id: "r-2")
        let worker = Make.worker("w-1")
        #expect(chosen(placement, worker, [old, new]) == "r-2/e")
        #expect(chosen(placement, worker, [old, machine([Make.test("d")], id: "r-2")]) == "r-1/b")
    }

    @Test func workersServeOnlyTheEnvironmentOfTheirPool() {
        let other = ObjectIdentity(kind: .cloudResource, name: "elsewhere")
        let staging = ObjectIdentity(kind: .environment, name: "staging")
        let placement = Placement(pools: [Make.capacity(), Make.capacity(other, environment: staging)])
        let runs = [machine([Make.test("a")])]
        #expect(chosen(placement, Make.worker("w-1", pool: other), runs) == nil)
        #expect(chosen(placement, Make.worker("w-1"), runs) == "r-1/a")
        let stray = ObjectIdentity(kind: .cloudResource, name: "left git")
        #expect(chosen(placement, Make.worker("w-1", pool: stray), runs) == nil)
        #expect(chosen(Placement(), Make.worker("w-1"), runs) == nil)
    }

    @Test func needsMustBeMet() {
        let placement = Placement(pools: [Make.capacity()])
        let runs = [machine([Make.test("a", needs: ["java": ">=17"]), Make.test("b", priority: 1)])]
        #expect(chosen(placement, Make.worker("w-1", capabilities: ["java": "11"]), runs) == "r-1/b")
        #expect(chosen(placement, Make.worker("w-1", capabilities: ["java": "21.0.1"]), runs) == "r-1/a")
    }

    @Test func slotsAndRoomOfTheWorkerAreRespected() {
        let placement = Placement(pools: [Make.capacity()])
        let worker = Make.worker("w-1", slots: 2)
        let runs = [machine([Make.test("big", resources: cpu(1_500)), Make.test("small", resources: cpu(500))])]
        var load = WorkLoad()
        #expect(chosen(placement, worker, runs, load: load) == "r-1/big")
        load.add(cpu(1_000), worker: worker.id, environment: Make.environment)
        #expect(chosen(placement, worker, runs, load: load) == "r-1/small")
        load.add(nil, worker: worker.id, environment: Make.environment)
        #expect(chosen(placement, worker, runs, load: load) == nil)
        let memory = TaskResources(memory: ByteSize(bytes: 3 << 30))
        #expect(chosen(placement, worker, [machine([Make.test("x", resources: memory)])]) == nil)
    }

    @Test func limitsOfTheEnvironmentAreRespected() {
        let quota = ResourceQuota(cpu: CPUQuantity(millicores: 1_000))
        let runs = [machine([Make.test("a", resources: cpu(600))])]
        var load = WorkLoad()
        load.add(cpu(400), worker: WorkerID(rawValue: "other"), environment: Make.environment)
        func placement(most: Int?) -> Placement {
            Placement(
                pools: [Make.capacity()],
                limits: [Make.environment: EnvironmentLimits(maxConcurrentTasks: most, quota: quota)])
        }
        let worker = Make.worker("w-1")
        #expect(chosen(placement(most: 2), worker, runs, load: load) == "r-1/a")
        #expect(chosen(placement(most: 1), worker, runs, load: load) == nil)
        load.add(cpu(1), worker: WorkerID(rawValue: "other"), environment: Make.environment)
        #expect(chosen(placement(most: nil), worker, runs, load: load) == nil)
    }

    @Test func aTaskInItsPauseIsPassedOver() {
        var run = machine([Make.test("a", retry: RetryPolicy(failed: 1))])
        let attempt = Make.attempt(run.record, "a", 1, lease: "l")
        run.leaseGranted(attempt, to: 0)
        #expect(chosen(Placement(pools: [Make.capacity()]), Make.worker("w-1", slots: 9), [run]) == nil)
        run.attemptEnded(attempt.lease, Make.result(.failed), now: now)
        #expect(chosen(Placement(pools: [Make.capacity()]), Make.worker("w-1"), [run]) == nil)
    }

    @Test func aTaskGoesBackToItsLoserOnlyWhenAskedFor() {
        var run = machine([Make.test("a", retry: RetryPolicy(backoff: .milliseconds(0)))])
        let attempt = Make.attempt(run.record, "a", 1, lease: "l", worker: "w-1")
        run.leaseGranted(attempt, to: 0)
        run.leaseLost(attempt.lease, Make.result(.errored), now: now)
        let placement = Placement(pools: [Make.capacity()])
        #expect(chosen(placement, Make.worker("w-1"), [run], avoidingLost: true) == nil)
        #expect(chosen(placement, Make.worker("w-2"), [run], avoidingLost: true) == "r-1/a")
        #expect(chosen(placement, Make.worker("w-1"), [run]) == "r-1/a")
    }
}

struct UnschedulableTests {
    private let gpu = Make.test("a", needs: ["gpu": ""]).settings
    private let plain = Make.test("a").settings

    private func reason(_ placement: Placement, _ settings: TestSettings) -> String? {
        placement.unschedulable(settings, in: Make.environment)
    }

    @Test func nothingIsSaidBeforePoolsAreKnown() {
        #expect(reason(Placement(), gpu) == nil)
    }

    @Test func noWorkerAtAll() {
        #expect(reason(Placement(pools: []), plain) == "no worker in environment dev")
        #expect(reason(Placement(pools: [Make.capacity(replicas: 0)]), plain) == "no worker in environment dev")
        let staging = ObjectIdentity(kind: .environment, name: "staging")
        #expect(
            reason(Placement(pools: [Make.capacity(environment: staging)]), plain) == "no worker in environment dev")
        #expect(reason(Placement(pools: [Make.capacity()]), plain) == nil)
        // A pool scaled down whose worker is still there.
        #expect(reason(Placement(pools: [Make.capacity(replicas: 0)], workers: [Make.worker("w-1")]), plain) == nil)
    }

    /// Breaks when `unschedulable` passes over `capable.isEmpty`.
    @Test func missingCapabilitiesOfTheNearestOffer() {
        let second = ObjectIdentity(kind: .cloudResource, name: "second")
        let pools = [Make.capacity(), Make.capacity(second, capabilities: ["java": "11"])]
        #expect(reason(Placement(pools: pools), gpu) == "missing gpu")
        let both = Make.test("a", needs: ["gpu": "", "java": ">=17"]).settings
        #expect(reason(Placement(pools: pools), both) == "missing gpu, java >=17")
        let old = Make.test("a", needs: ["gpu": "", "java": "11"]).settings
        #expect(reason(Placement(pools: pools), old) == "missing gpu")
        #expect(reason(Placement(pools: [Make.capacity(capabilities: ["gpu": ""])]), gpu) == nil)
        #expect(reason(Placement(pools: pools, workers: [Make.worker("w-1", capabilities: ["gpu": ""])]), gpu) == nil)
    }

    @Test func whatEveryWorkerFindsItselfIsUnknownUntilOneHasJoined() {
        let windows = Make.test("a", needs: ["os": "windows"]).settings
        #expect(reason(Placement(pools: [Make.capacity()]), windows) == nil)
        let linux = Make.worker("w-1", capabilities: ["os": "linux", "arch": "x86_64"])
        #expect(reason(Placement(pools: [Make.capacity()], workers: [linux]), windows) == "missing os windows")
        #expect(reason(Placement(pools: [Make.capacity(capabilities: ["os": "linux"])]), windows) != nil)
    }

    /// Breaks when what a machine may lack stays unknown, or is missing before anybody could say so.
    @Test func whatOnlySomeMachinesHaveIsUnknownUntilOneHasJoined() {
        let image = Make.test("a", needs: [TestAbility.container.rawValue: ""]).settings
        #expect(reason(Placement(pools: [Make.capacity()]), image) == nil)
        let plain = Make.worker("w-1", capabilities: ["os": "linux"])
        #expect(reason(Placement(pools: [Make.capacity()], workers: [plain]), image) == "missing test:container")
        let engine = Make.worker("w-2", capabilities: [TestAbility.container.rawValue: ""])
        #expect(reason(Placement(pools: [Make.capacity()], workers: [plain, engine]), image) == nil)
    }

    @Test func moreThanAnyoneHas() {
        let big = Make.test(
            "a", resources: TaskResources(cpu: CPUQuantity(millicores: 4_000), memory: ByteSize(bytes: 1 << 20))
        ).settings
        let small = InstanceResources()
        #expect(reason(Placement(pools: [Make.capacity()]), big) == nil)
        #expect(
            reason(Placement(pools: [Make.capacity(resources: small)]), big)
                == "cpu 4, memory 1Mi is more than any worker in environment dev has")
        let large = InstanceResources(cpu: CPUQuantity(millicores: 8_000))
        #expect(
            reason(
                Placement(
                    pools: [Make.capacity(resources: small)], workers: [Make.worker("w-1", resources: large)]), big)
                == nil)
    }

    @Test func moreThanTheEnvironmentAllows() {
        let big = Make.test("a", resources: TaskResources(memory: ByteSize(bytes: 2 << 30))).settings
        let quota = ResourceQuota(memory: ByteSize(bytes: 1 << 30))
        var placement = Placement(
            pools: [Make.capacity()],
            limits: [Make.environment: EnvironmentLimits(maxConcurrentTasks: nil, quota: quota)])
        #expect(reason(placement, big) == "memory 2Gi is more than the quota of environment dev")
        #expect(reason(placement, plain) == nil)
        placement.limits = [Make.environment: EnvironmentLimits(maxConcurrentTasks: 0, quota: nil)]
        #expect(reason(placement, plain) == "environment dev allows no tasks (maxConcurrentTasks is 0)")
    }
}
