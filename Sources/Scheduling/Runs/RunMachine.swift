package import Model

/// One run as a pure state machine: which tasks may start, which are held, how each one ended.
///
/// Events are functions that take the moment they happen; nothing here reads a clock or does I/O. An event that does
/// not fit the state (a result for an unknown lease) changes nothing, so every task ends exactly once.
package struct RunMachine: Sendable {
    package let record: RunRecord
    /// In declared order.
    package private(set) var tasks: [RunTask]
    /// Positions of the ready tasks: higher priority first, then declared order; some must still wait for their pause.
    package private(set) var ready: [Int]
    /// Position of the task that each lease holds.
    package private(set) var held: [LeaseToken: Int]
    /// Ended tasks by outcome.
    package private(set) var counts: OutcomeCounts
    package private(set) var ending: RunEnding?
    /// No pause or queue timeout ends before this moment; `time(passesTo:)` makes it exact.
    package private(set) var nextDeadline: MonotonicInstant?
    private let graph: TestGraph
    /// Place of each task in the order of `ready`.
    private let ranks: [Int]
    /// Position of the suite's own last steps, which run after all others, however the run ends.
    private let teardown: Int?

    /// - Parameter attempts: what is already known of the run, when it goes on after a restart; attempts without a
    ///   result are held again.
    package init(_ record: RunRecord, attempts: [AttemptRecord] = [], now: MonotonicInstant) {
        let last = record.suite.teardownTest
        let tests = record.suite.tests + [last].compactMap(\.self)
        self.record = record
        teardown = last == nil ? nil : tests.count - 1
        tasks = tests.map { RunTask(definition: $0, abilities: record.suite.shares[$0.name]?.abilities ?? []) }
        graph = TestGraph(tests)
        var ranks = [Int](repeating: 0, count: tests.count)
        let order = tests.indices.sorted {
            (-tests[$0].settings.priority, $0) < (-tests[$1].settings.priority, $1)
        }
        for (rank, index) in order.enumerated() { ranks[index] = rank }
        self.ranks = ranks
        ready = []
        held = [:]
        counts = OutcomeCounts()
        for (index, message) in graph.unsound.sorted(by: { $0.key < $1.key }) {
            finish(index, .errored, message: message, now: now)
        }
        for index in graph.topological {
            guard let when = tests[index].settings.when, when.holds != true else { continue }
            finish(index, .skipped, message: "`when` does not hold: \(when.text)", now: now)
        }
        for index in graph.topological
        where graph.dependencies[index].isEmpty && tasks[index].state == .waiting && index != teardown {
            if isReusable(index) {
                finish(index, .passed, message: nil, now: now)
            } else {
                enqueue(index, notBefore: now)
            }
        }
        startTeardown(now: now)
        replay(attempts, now: now)
    }

    package var isFinished: Bool { counts.finished == tasks.count }

    /// Whether a task may not go on, since its run is ending; the suite's own last steps always may.
    package func mustStop(_ index: Int) -> Bool { ending != nil && index != teardown }

    /// How the run ended, or how it would if it ended now.
    package var outcome: Outcome {
        if case .timedOut = ending, counts.cancelled > 0 { return .timedOut }
        return counts.outcome
    }

    /// Whether a newer commit kept some of it from running, so that it counts as never made.
    package var isSuperseded: Bool {
        if case .superseded = ending { return counts.cancelled > 0 }
        return false
    }

    /// Whether somebody kept some of it from running.
    package var wasCancelledByPerson: Bool {
        if case .person = ending { return counts.cancelled > 0 }
        return false
    }

    /// The tasks that have ended, in declared order.
    package var records: [TaskRecord] { tasks.compactMap(\.record) }

    /// Adds, to the reasons why tasks can't ever run, the pending tasks that depend on one of them.
    package func spreading(_ reasons: [String: String]) -> [String: String] {
        guard !reasons.isEmpty else { return [:] }
        var all = reasons
        for index in graph.topological where tasks[index].isPending && all[tasks[index].name] == nil {
            let blocking = graph.dependencies[index].first { all[tasks[$0].name] != nil }
            if let blocking { all[tasks[index].name] = "waits for `\(tasks[blocking].name)`, which can't run" }
        }
        return all
    }

    /// What the passed tests in a task's dependencies captured; nearer ones win over farther ones.
    package func captures(for index: Int) -> HandedCaptures {
        var handed = HandedCaptures()
        for dependency in graph.closure(of: index) {
            let task = tasks[dependency]
            let reused = task.cached == nil ? nil : record.reused[task.name]?.result
            if let result = reused ?? task.attempts.last?.result { handed.take(result) }
        }
        return handed
    }
}

extension RunMachine {
    /// What the end of an attempt led to.
    package enum Consequence: Hashable, Sendable {
        case finished(Outcome)
        case retried(after: Duration)
    }

    /// A worker is about to get this attempt. False, and nothing changed, when the task is not ready.
    @discardableResult
    package mutating func leaseGranted(_ attempt: AttemptRecord, to index: Int) -> Bool {
        guard case .ready(let since) = tasks[index].state, held[attempt.lease] == nil else { return false }
        dequeue(index)
        tasks[index].attempts.append(attempt)
        tasks[index].state = .leased(attempt.lease, readySince: since)
        held[attempt.lease] = index
        return true
    }

    /// The worker never got the attempt: as if the lease had not been granted.
    package mutating func leaseWithdrawn(_ lease: LeaseToken, now: MonotonicInstant) {
        guard let index = held[lease], case .leased(_, let since) = tasks[index].state else { return }
        held[lease] = nil
        tasks[index].attempts.removeLast()
        if let ending, mustStop(index) {
            finish(index, .cancelled, message: ending.message, now: now)
        } else {
            enqueue(index, notBefore: since)
        }
    }

    /// The attempt has its result. Nil, and nothing changed, when no such lease is held.
    @discardableResult
    package mutating func attemptEnded(
        _ lease: LeaseToken, _ result: TaskResult, now: MonotonicInstant
    ) -> Consequence? {
        guard let index = held.removeValue(forKey: lease) else { return nil }
        tasks[index].attempts[tasks[index].attempts.count - 1].result = result
        let outcomes = tasks[index].attempts.compactMap { $0.result?.outcome }
        if !mustStop(index), let pause = RetryBudget.pause(after: outcomes, policy: tasks[index].settings.retry) {
            enqueue(index, notBefore: now.advanced(by: pause))
            return .retried(after: pause)
        }
        // Only an ending run cancels, so a worker that stopped of itself leaves us without an answer.
        let unasked = !mustStop(index) && result.outcome == .cancelled
        let outcome = unasked ? Outcome.errored : result.outcome
        finish(index, outcome, message: unasked ? "its worker stopped it unasked" : nil, now: now)
        stopAtFailures(now: now)
        return .finished(outcome)
    }

    /// The attempt's worker was lost; `result` is what is recorded in its place.
    @discardableResult
    package mutating func leaseLost(_ lease: LeaseToken, _ result: TaskResult, now: MonotonicInstant) -> Consequence? {
        guard let index = held[lease] else { return nil }
        if let worker = tasks[index].attempts.last?.worker { tasks[index].lostBy.insert(worker) }
        if tasks[index].settings.onWorkerLost == .error {
            held[lease] = nil
            tasks[index].attempts[tasks[index].attempts.count - 1].result = result
            finish(index, result.outcome, message: nil, now: now)
            return .finished(result.outcome)
        }
        return attemptEnded(lease, result, now: now)
    }

    /// Nothing new starts; what is held ends when its worker reports or is lost. The first reason stays.
    package mutating func end(_ reason: RunEnding, now: MonotonicInstant) {
        guard ending == nil, !isFinished else { return }
        ending = reason
        for index in tasks.indices where tasks[index].isPending && index != teardown {
            finish(index, .cancelled, message: reason.message, now: now)
        }
    }

    /// Ends the tasks that waited too long for a worker.
    ///
    /// - Parameter reasons: why a task can't be placed, where that is known.
    /// - Returns: the names of the tasks that ended.
    @discardableResult
    package mutating func time(passesTo now: MonotonicInstant, reasons: [String: String] = [:]) -> [String] {
        let overdue = ready.filter { tasks[$0].queueDeadline.map { $0 <= now } ?? false }
        for index in overdue {
            let reason = reasons[tasks[index].name].map { ": \($0)" } ?? ""
            let waited = tasks[index].settings.queueTimeout
            finish(index, .errored, message: "no worker took it within \(waited)\(reason)", now: now)
        }
        nextDeadline = ready.compactMap { deadline(of: $0, now: now) }.min()
        return overdue.map { tasks[$0].name }
    }
}

extension RunMachine {
    /// The end of its pause, or of its wait for a worker once the pause is over.
    private func deadline(of index: Int, now: MonotonicInstant) -> MonotonicInstant? {
        guard case .ready(let notBefore) = tasks[index].state else { return nil }
        return notBefore > now ? notBefore : tasks[index].queueDeadline
    }

    private mutating func enqueue(_ index: Int, notBefore: MonotonicInstant) {
        tasks[index].state = .ready(notBefore: notBefore)
        ready.insert(index, at: place(of: index))
        nextDeadline = nextDeadline.map { min($0, notBefore) } ?? notBefore
    }

    private mutating func dequeue(_ index: Int) {
        ready.remove(at: place(of: index))
    }

    /// Where a task stands in `ready`, or where it belongs, by bisection.
    private func place(of index: Int) -> Int {
        var low = 0
        var high = ready.count
        while low < high {
            let middle = (low + high) / 2
            if ranks[ready[middle]] < ranks[index] { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether an earlier result stands for a task that may start now: one that was offered when the run started, and
    /// for a task that takes captured values only beside the results that they come from.
    private func isReusable(_ index: Int) -> Bool {
        let task = tasks[index]
        guard record.reused[task.name] != nil, task.attempts.isEmpty, ending == nil else { return false }
        guard record.suite.shares[task.name]?.usesCaptures == true else { return true }
        return graph.closure(of: index).allSatisfy { tasks[$0].cached != nil }
    }

    /// Whether everything that a task depends on has ended as it must.
    private func mayStart(_ index: Int) -> Bool {
        graph.dependencies[index].allSatisfy { dependency in
            tasks[dependency].outcome.map { graph.accepts($0, of: dependency, for: index) } ?? false
        }
    }

    /// Ends the run once as many tests failed as the suite bears.
    private mutating func stopAtFailures(now: MonotonicInstant) {
        guard let limit = record.suite.failFast, counts.failed + counts.timedOut >= limit else { return }
        end(.failures(limit), now: now)
    }

    /// Once nothing else is left: the suite's own last steps may start if there is anything to clean up after.
    private mutating func startTeardown(now: MonotonicInstant) {
        guard let teardown, tasks[teardown].state == .waiting, counts.finished == tasks.count - 1 else { return }
        if tasks.contains(where: { !$0.attempts.isEmpty }) {
            enqueue(teardown, notBefore: now)
        } else {
            finish(teardown, .skipped, message: "no test ran, so there is nothing to clean up after", now: now)
        }
    }

    /// Ends a task, and with it those that depend on it: skipped when it did not pass, reused where they may be.
    private mutating func finish(_ first: Int, _ outcome: Outcome, message: String?, now: MonotonicInstant) {
        defer { startTeardown(now: now) }
        var open = [(index: first, outcome: outcome, message: message)]
        while let next = open.popLast() {
            guard tasks[next.index].outcome == nil else { continue }
            if case .ready = tasks[next.index].state { dequeue(next.index) }
            if next.outcome == .passed, isReusable(next.index), let reused = record.reused[tasks[next.index].name] {
                tasks[next.index].cached = CachedFrom(run: reused.run, recordedAt: reused.recordedAt)
            }
            tasks[next.index].state = .finished(next.outcome)
            tasks[next.index].message = next.message
            counts.add(
                next.outcome, flaky: tasks[next.index].isFlaky, cached: tasks[next.index].cached != nil)
            // An ending run ends the waiting tasks itself, with its own reason.
            guard ending == nil else { continue }
            for dependent in graph.dependents[next.index]
            where tasks[dependent].state == .waiting && dependent != teardown {
                if !graph.accepts(next.outcome, of: next.index, for: dependent) {
                    open.append((dependent, .skipped, "`\(tasks[next.index].name)` did not pass"))
                } else if mayStart(dependent) {
                    if isReusable(dependent) {
                        open.append((dependent, .passed, nil))
                    } else {
                        enqueue(dependent, notBefore: now)
                    }
                }
            }
        }
    }

    private mutating func replay(_ attempts: [AttemptRecord], now: MonotonicInstant) {
        let byTask = Dictionary(grouping: attempts, by: \.task)
        for index in graph.topological.filter({ $0 != teardown }) + [teardown].compactMap(\.self) {
            for attempt in (byTask[tasks[index].name] ?? []).sorted(by: { $0.number < $1.number }) {
                var open = attempt
                open.result = nil
                guard leaseGranted(open, to: index) else { break }
                if let result = attempt.result { attemptEnded(attempt.lease, result, now: now) }
            }
        }
    }
}
