import API
import Foundation
import Model
import Reports

/// Follows runs that were asked for until each of them has ended, or can neither start nor go on.
struct RunFollower {
    private static let pause = Duration.milliseconds(300)
    /// How long a run may be unknown, or nobody there to ask, before that is the answer: a controller may be restarting.
    private static let patience = Duration.seconds(30)

    private let runs: [RunRequest]
    private let options: StateOptions
    private var screen: RunScreen
    private var state: (any StateReading)?
    private var seen: [RunID: RunResource] = [:]
    private var failingSince: ContinuousClock.Instant?
    /// Since when the suite can't start, which a commit may be about to change.
    private var barredSince: ContinuousClock.Instant?

    /// How long a suite that can't start is waited for.
    private static let grace = Duration.seconds(3)

    init(runs: [RunRequest], options: StateOptions, screen: RunScreen) {
        self.runs = runs
        self.options = options
        self.screen = screen
    }

    /// The runs as they were at last, with their tasks, in the order in which they were asked for.
    ///
    /// - Throws: What kept them from being read for longer than a restart takes, and `CancellationError`.
    mutating func follow() async throws -> [RunResource] {
        while true {
            do {
                try await look()
                failingSince = nil
            } catch APIError.cancelled {
                throw CancellationError()
            } catch let error as CancellationError {
                throw error
            } catch {
                try bear(error)
            }
            if runs.allSatisfy({ isOver($0.run) }) {
                screen.end()
                return runs.compactMap { seen[$0.run] }
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Asks for every run that has not ended, and shows what is new.
    private mutating func look() async throws {
        let state = try await open()
        for run in runs where seen[run.run]?.verdict == nil { seen[run.run] = try await state.run(run.run) }
        let waits = seen.values.contains { $0.requested != nil }
        let obstacle = waits ? try await obstacle(in: state) : nil
        barredSince = obstacle?.isFinal == true ? barredSince ?? .now : nil
        screen.show(
            runs.compactMap { seen[$0.run]?.detail }, obstacle: obstacle?.message,
            workers: try await names(in: state))
    }

    /// Whether nothing more happens to a run before somebody acts.
    private func isOver(_ id: RunID) -> Bool {
        guard let run = seen[id] else { return false }
        let isBarred = barredSince.map { ContinuousClock.now - $0 >= Self.grace } ?? false
        return run.verdict != nil || run.isStuck || run.requested != nil && isBarred
    }

    private mutating func open() async throws -> any StateReading {
        if let live = state as? LiveState { return live }
        let opened = try await StateAccess.open(options)
        state = opened
        return opened
    }

    /// Worker names are shown only where tests are told one by one.
    private func names(in state: any StateReading) async throws -> [WorkerID: String] {
        screen.namesWorkers ? try await state.workerNames() : [:]
    }

    /// What the suite's conditions say is in the way of its start, and whether it stays there.
    private func obstacle(in state: any StateReading) async throws -> (message: String, isFinal: Bool)? {
        guard let suite = runs.first?.key.suite else { return nil }
        let conditions = try await state.object(suite).status.conditions
        if let stalled = conditions.first(where: { $0.type == .stalled && $0.status == .yes }) {
            // Runs that errored too often are no reason not to run when somebody asks.
            return (stalled.message, stalled.reason != .runErrored)
        }
        // What is merely under way is in nobody's way, but for another run of the same suite.
        if let waits = conditions.first(where: {
            $0.type == .reconciling && $0.status == .yes && $0.reason != .progressing
        }) {
            return (waits.message, false)
        }
        let waiting = seen.values.filter { $0.requested != nil }
        let active = try await state.runs(suite: suite).items.first { run in
            run.active != nil && waiting.contains { $0.key == run.key }
        }
        return active.map { ("\($0.id) is under way; this run starts when it has ended", false) }
    }

    private mutating func bear(_ error: any Error) throws {
        state = nil
        let now = ContinuousClock.now
        if failingSince == nil { screen.note("\(error); trying again") }
        let since = failingSince ?? now
        failingSince = since
        guard now - since < Self.patience else {
            screen.end()
            throw error
        }
    }
}

extension RunResource {
    /// Whether what is left of it no worker can ever run.
    fileprivate var isStuck: Bool {
        guard let active, !active.unschedulable.isEmpty else { return false }
        return active.counts.finished + active.unschedulable.count >= active.total
    }
}
