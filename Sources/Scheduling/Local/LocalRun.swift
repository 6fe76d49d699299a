package import Model

/// Carries out one run in this process, by the same machine that a controller's runs go by, without a store and leases.
package actor LocalRun {
    /// Carries out one attempt; cancelling its task ends it.
    package typealias Attempt = @Sendable (LocalAttempt) async -> TaskResult

    /// Who holds every attempt: nobody that people need to be told of.
    package static let worker = WorkerID(rawValue: "")

    private let slots: Int
    private let attempt: Attempt
    private let wall: any WallClock
    private let time: MonotonicTime
    private let deadline: MonotonicInstant?
    private var machine: RunMachine
    private var underWay: [LeaseToken: Task<Void, Never>] = [:]
    private var sleeper: CheckedContinuation<Void, Never>?
    private var hasChanged = false

    /// - Parameter slots: how many attempts may be under way at once.
    package init(
        _ record: RunRecord, slots: Int, wall: any WallClock = SystemWallClock(), time: MonotonicTime = .system,
        attempt: @escaping Attempt
    ) {
        self.slots = max(1, slots)
        self.attempt = attempt
        self.wall = wall
        self.time = time
        deadline = record.suite.timeout.map { time.now().advanced(by: $0.duration) }
        machine = RunMachine(record, now: time.now())
    }

    /// Runs every test that may run and returns when all have ended; to be called once.
    package func run() async -> FinishedRun {
        while !machine.isFinished {
            passTime()
            begin()
            guard !machine.isFinished else { break }
            await change()
        }
        let record = machine.record
        let verdict = Verdict(
            run: record.id, digest: record.digest, revision: record.revision, outcome: machine.outcome,
            counts: machine.counts, startedAt: record.startedAt, endedAt: wall.now(), cause: record.cause)
        return FinishedRun(key: record.suite.key, verdict: verdict, tasks: machine.records.map(\.withoutSecrets))
    }

    /// Nothing new starts, and what is under way is told to stop.
    package func end(_ reason: RunEnding) {
        machine.end(reason, now: time.now())
        stopAttempts()
        wake()
    }

    /// How far it is: the run, and the tests that have ended.
    package func look() -> (run: ActiveRun, tasks: [TaskRecord]) {
        let record = machine.record
        let run = ActiveRun(
            id: record.id, key: record.suite.key, digest: record.digest, revision: record.revision,
            startedAt: record.startedAt, counts: machine.counts, total: machine.tasks.count,
            isEnding: machine.ending != nil)
        return (run, machine.records.map(\.withoutSecrets))
    }

    private func passTime() {
        let now = time.now()
        if let deadline, deadline <= now, machine.ending == nil, let timeout = machine.record.suite.timeout {
            end(.timedOut(timeout))
        }
        if let next = machine.nextDeadline, next <= now { machine.time(passesTo: now) }
    }

    private func begin() {
        let now = time.now()
        for index in machine.ready {
            guard underWay.count < slots else { return }
            guard case .ready(let notBefore) = machine.tasks[index].state, notBefore <= now else { continue }
            begin(index)
        }
    }

    private func begin(_ index: Int) {
        let task = machine.tasks[index]
        let record = AttemptRecord(
            run: machine.record.id, task: task.name, number: task.attempts.count + 1, lease: .random(),
            worker: Self.worker, leasedAt: wall.now())
        let work = LocalAttempt(
            run: machine.record, definition: task.definition, number: record.number,
            captures: machine.captures(for: index))
        guard machine.leaseGranted(record, to: index) else { return }
        underWay[record.lease] = Task { [attempt] in ended(record.lease, await attempt(work)) }
    }

    private func ended(_ lease: LeaseToken, _ result: TaskResult) {
        underWay[lease] = nil
        let wasEnding = machine.ending != nil
        machine.attemptEnded(lease, result, now: time.now())
        if !wasEnding, machine.ending != nil { stopAttempts() }
        wake()
    }

    /// The suite's own last steps go on.
    private func stopAttempts() {
        for (lease, attempt) in underWay where machine.held[lease].map(machine.mustStop) ?? true { attempt.cancel() }
    }

    /// Returns when something has happened since the last time, or is due.
    private func change() async {
        let due = [machine.nextDeadline, machine.ending == nil ? deadline : nil].compactMap(\.self).min()
        let timer = due.map { due in
            Task {
                try await time.sleep(due)
                wake()
            }
        }
        if !hasChanged { await withCheckedContinuation { sleeper = $0 } }
        hasChanged = false
        timer?.cancel()
    }

    private func wake() {
        hasChanged = true
        sleeper?.resume()
        sleeper = nil
    }
}
