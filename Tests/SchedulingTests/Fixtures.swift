import Foundation
import Model
import Scheduling
import Store
import Synchronization
import TestSupport

/// Short ways to the values that these tests are about.
enum Make {
    static let start = MonotonicInstant.now
    static let date = Date(timeIntervalSince1970: 1_800_000_000)
    static let environment = ObjectIdentity(kind: .environment, name: "dev")
    static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    static func test(
        _ name: String, priority: Int = 50, after: [String] = [], needs: [String: String] = [:],
        resources: TaskResources? = nil, queueTimeout: TimeSpan = .minutes(30), retry: RetryPolicy = RetryPolicy()
    ) -> TestDefinition {
        TestDefinition(
            settings: TestSettings(
                name: name, priority: priority, dependsOn: after.map { TestDependency($0) }, needs: needs,
                resources: resources,
                queueTimeout: queueTimeout, retry: retry),
            body: .command(CommandSpec(run: ["true"])))
    }

    static func run(
        _ tests: [TestDefinition], id: String = "r-1", suite: String = "checkout", environment: String = "dev",
        timeout: TimeSpan? = nil, digest: String = "d1", commit: String = "4f2c91e", startedAt: Date = date
    ) -> RunRecord {
        RunRecord(
            id: RunID(rawValue: id),
            suite: ResolvedSuite(
                key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: suite), environment: environment),
                tests: tests, timeout: timeout),
            digest: Digest(rawValue: digest),
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: commit)), startedAt: startedAt)
    }

    static func worker(
        _ name: String, pool: ObjectIdentity = pool, ordinal: Int = 0, capabilities: [String: String] = [:],
        resources: InstanceResources = InstanceResources(
            cpu: CPUQuantity(millicores: 2_000), memory: ByteSize(bytes: 2 << 30)),
        slots: Int = 1
    ) -> WorkerRecord {
        WorkerRecord(
            id: WorkerID(rawValue: name),
            tags: InstanceTags(
                installation: InstallationID(rawValue: "i"), object: pool, ordinal: ordinal, incarnation: 1,
                specHash: Digest(rawValue: "s")),
            capabilities: capabilities, resources: resources, slots: slots, version: "1", joinedAt: date,
            lastSeen: date)
    }

    static func capacity(
        _ object: ObjectIdentity = pool, environment: ObjectIdentity = environment,
        capabilities: [String: String] = [:], replicas: Int = 1, resources: InstanceResources? = nil
    ) -> PoolCapacity {
        PoolCapacity(
            object: object, environment: environment, capabilities: capabilities, replicas: replicas,
            resources: resources)
    }

    static func result(
        _ outcome: Outcome, message: String? = nil, captures: [String: JSONValue] = [:], redacted: [String] = []
    ) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: date, duration: .milliseconds(5), message: message, captures: captures,
            redacted: redacted)
    }

    static func attempt(
        _ run: RunRecord, _ task: String, _ number: Int, lease: String, worker: String = "w-1",
        result: TaskResult? = nil
    ) -> AttemptRecord {
        AttemptRecord(
            run: run.id, task: task, number: number, lease: LeaseToken(rawValue: lease),
            worker: WorkerID(rawValue: worker), leasedAt: date, result: result)
    }
}

/// A wall clock that stands still.
struct StoppedClock: WallClock {
    var time = Make.date
    func now() -> Date { time }
}

/// A monotonic clock that only moves when it is told to.
final class ManualTime: Sendable {
    private struct State {
        var now = MonotonicInstant.now
        var sleepers: [Int: (until: MonotonicInstant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var last = 0
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    var time: MonotonicTime {
        MonotonicTime(now: { self.now }, sleep: { try await self.sleep(until: $0) })
    }

    var now: MonotonicInstant { state.withLock { $0.now } }

    /// The moments that somebody sleeps for, in order.
    var alarms: [Duration] {
        state.withLock { state in state.sleepers.values.map { $0.until - state.now }.sorted() }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    private func sleep(until: MonotonicInstant) async throws {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.contains(id) { return .failure(CancellationError()) }
                    if until <= state.now { return .success(()) }
                    state.sleepers[id] = (until, continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                return state.sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}

/// Collects the events that a dispatcher tells.
final class EventLog: Sendable {
    private let state = Mutex<[Event]>([])

    var events: [Event] { state.withLock { $0 } }
    func add(_ event: Event) { state.withLock { $0.append(event) } }
    func messages(_ reason: ConditionReason) -> [String] {
        events.filter { $0.reason == reason }.map(\.message)
    }
}

/// The real store, with failures on demand.
final class FaultyStore: RunStore {
    enum Operation: Hashable { case start, grant, complete, lose, finish }

    struct Fault: Error, CustomStringConvertible { var description: String { "the disk is on fire" } }

    private struct State {
        /// How many further calls fail.
        var before: [Operation: Int] = [:]
        /// How many further calls do their work and fail then.
        var after: [Operation: Int] = [:]
        var gate: (operation: Operation, isAfter: Bool, waiting: [CheckedContinuation<Void, Never>])?
        var leases: [LeaseToken: Account] = [:]
        var historyFault: StoreError?
    }

    /// What happened to one lease.
    struct Account {
        let attempt: AttemptRecord
        /// Results that were recorded for it.
        var results: [Outcome] = []
    }

    let store: Store
    private let state = Mutex(State())

    init(_ store: Store) { self.store = store }

    func fail(_ operation: Operation, times: Int = 1) { state.withLock { $0.before[operation] = times } }
    func failAfter(_ operation: Operation, times: Int = 1) { state.withLock { $0.after[operation] = times } }
    /// Calls of this operation wait until `open()`, before or after they do their work.
    func close(_ operation: Operation, after: Bool = false) {
        state.withLock { $0.gate = (operation, after, []) }
    }
    var waiting: Int { state.withLock { $0.gate?.waiting.count ?? 0 } }
    func open() {
        let waiting = state.withLock { state in
            defer { state.gate = nil }
            return state.gate?.waiting ?? []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// History can't be written from now on.
    func breakHistory(_ fault: StoreError) { state.withLock { $0.historyFault = fault } }

    /// Every lease that was ever granted.
    var leases: [LeaseToken: Account] { state.withLock { $0.leases } }

    private func note(_ lease: LeaseToken, _ result: TaskResult, _ isRecorded: Bool) -> Bool {
        if isRecorded { state.withLock { $0.leases[lease]?.results.append(result.outcome) } }
        return isRecorded
    }

    private static func take(_ operation: Operation, from counts: inout [Operation: Int]) throws {
        guard let left = counts[operation], left > 0 else { return }
        counts[operation] = left - 1
        throw Fault()
    }

    private func pass(_ operation: Operation, isAfter: Bool) async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard let gate = state.gate, gate.operation == operation, gate.isAfter == isAfter else { return true }
                state.gate?.waiting.append(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    private func perform<Value: Sendable>(
        _ operation: Operation, _ body: () async throws -> Value
    ) async throws -> Value {
        await pass(operation, isAfter: false)
        try state.withLock { try Self.take(operation, from: &$0.before) }
        let value = try await body()
        await pass(operation, isAfter: true)
        try state.withLock { try Self.take(operation, from: &$0.after) }
        return value
    }

    func startRun(_ run: RunRecord) async throws { try await perform(.start) { try await store.startRun(run) } }
    func activeRuns() async throws -> [RunRecord] { try await store.activeRuns() }
    func attempts(of run: RunID) async throws -> [AttemptRecord] { try await store.attempts(of: run) }
    func grantLease(_ attempt: AttemptRecord) async throws {
        try await perform(.grant) {
            try await store.grantLease(attempt)
            state.withLock { $0.leases[attempt.lease] = Account(attempt: attempt) }
        }
    }
    func completeAttempt(lease: LeaseToken, result: TaskResult) async throws -> Bool {
        try await perform(.complete) {
            note(lease, result, try await store.completeAttempt(lease: lease, result: result))
        }
    }
    func loseLease(_ lease: LeaseToken, result: TaskResult) async throws -> Bool {
        try await perform(.lose) { note(lease, result, try await store.loseLease(lease, result: result)) }
    }
    func finishRun(_ run: FinishedRun, record: SuiteRecord) async throws -> StoreError? {
        try await perform(.finish) {
            let fault = try await store.finishRun(run, record: record)
            return state.withLock { $0.historyFault } ?? fault
        }
    }
    func suiteRecords() async throws -> [SuiteRecord] { try await store.suiteRecords() }
}

/// A dispatcher over a real store in a folder of its own.
struct Bench {
    let folder: TemporaryDirectory
    let store: FaultyStore
    let time = ManualTime()
    let log = EventLog()
    let dispatcher: Dispatcher

    init(
        pools: [PoolCapacity] = [Make.capacity()], on bench: Bench? = nil,
        prepare: @escaping Dispatcher.Prepare = { PreparedTask(definition: $0.definition) }
    ) async throws {
        if let bench {
            (folder, store) = (bench.folder, bench.store)
        } else {
            folder = try TemporaryDirectory()
            store = FaultyStore(try await Store.open(directory: folder.url))
        }
        dispatcher = Dispatcher(
            store: store, wall: StoppedClock(), time: time.time, events: { [log] in log.add($0) }, prepare: prepare)
        await dispatcher.setPools(pools)
    }

    /// Asks once, without waiting.
    func lease(_ worker: WorkerRecord = Make.worker("w-1")) async throws -> GrantedTask? {
        try await dispatcher.lease(worker: worker, wait: .zero)
    }

    @discardableResult
    func complete(
        _ task: GrantedTask, _ outcome: Outcome, worker: String = "w-1", message: String? = nil
    ) async throws -> Bool {
        try await dispatcher.complete(
            worker: WorkerID(rawValue: worker), lease: task.lease, result: Make.result(outcome, message: message))
    }

    /// Runs the timer loop while `body` runs.
    func withTimers(_ body: () async throws -> Void) async throws {
        let loop = Task { await dispatcher.run() }
        defer { loop.cancel() }
        try await body()
        loop.cancel()
        await loop.value
    }

    func finished(_ id: String = "r-1") async throws -> FinishedRun? {
        _ = await eventually { await dispatcher.activeRuns().allSatisfy { $0.id.rawValue != id } }
        return try await store.store.finishedRun(RunID(rawValue: id))
    }

    func suiteRecord() async throws -> SuiteRecord? { try await store.store.suiteRecords().first }
}
