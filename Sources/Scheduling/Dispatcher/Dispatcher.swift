package import Model

/// Gives the tasks of runs to workers, and sees to it that each attempt has exactly one recorded result.
///
/// Whatever changes an attempt goes through the store's compare-and-set before the run's machine advances. Between two
/// suspensions the actor's state is consistent: a task that is being granted is already held in its machine.
package actor Dispatcher {
    package typealias Prepare = @Sendable (PreparationRequest) async throws -> PreparedTask

    let store: any RunStore
    let wall: any WallClock
    let time: MonotonicTime
    let report: @Sendable (Event) -> Void
    let prepare: Prepare
    let news: @Sendable (RunNews) -> Void

    var runs: [RunID: RunProgress] = [:]
    /// Oldest first.
    var order: [RunID] = []
    var leases: LeaseTable
    var placement = Placement()
    /// In the order of their arrival.
    var polls: [WaitingPoll] = []
    var lastPoll = 0
    /// Results that are being written; a second writer waits for the first.
    var settling: [LeaseToken: Task<Bool, any Error>] = [:]
    var recent = RecentResults()
    var isFinishing = false
    /// Who waits until no end of a run is being stored.
    var awaitingEnds: [CheckedContinuation<Void, Never>] = []
    var alarm = Alarm()
    var observers: [Int: AsyncStream<Void>.Continuation] = [:]
    var lastObserver = 0

    /// - Parameters:
    ///   - events: told of what happens to runs; must not block.
    ///   - news: told of every result once it is recorded; must not block.
    ///   - prepare: resolves what a definition refers to at dispatch; when it throws, the attempt is recorded as errored.
    package init(
        store: any RunStore, wall: any WallClock, time: MonotonicTime = .system, leaseDuration: Duration = .seconds(15),
        events: @escaping @Sendable (Event) -> Void, news: @escaping @Sendable (RunNews) -> Void = { _ in },
        prepare: @escaping Prepare
    ) {
        self.store = store
        self.wall = wall
        self.time = time
        report = events
        self.prepare = prepare
        self.news = news
        leases = LeaseTable(duration: leaseDuration)
    }

    /// Yields whenever a run starts, progresses or ends; several changes may be told at once. One stream a caller.
    package func changes() -> AsyncStream<Void> {
        lastObserver += 1
        let id = lastObserver
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        observers[id] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { await self?.forget(observer: id) }
        }
        return stream
    }

    private func forget(observer id: Int) { observers[id] = nil }

    /// After every change of a run: ends it if nothing is left, places what can be placed, and sets the alarm.
    func advanced() {
        let ended = order.filter { isDueToFinish($0) }
        if !ended.isEmpty {
            // No deadline any more: the timer loop must not wake for what is under way.
            for id in ended { runs[id]?.finishAgain = nil }
            Task { await finishRuns() }
        }
        match()
        setAlarm()
        for observer in observers.values { observer.yield() }
    }

    func tell(
        _ reason: ConditionReason, _ run: RunRecord, _ message: String, severity: Event.Severity = .normal
    ) {
        report(
            Event(
                time: wall.now(), object: run.suite.key.suite, severity: severity, reason: reason, message: message,
                revision: run.revision.description))
    }

    /// What people know a worker by.
    func name(of worker: WorkerID) -> String { placement.workers[worker]?.name ?? worker.rawValue }
}
