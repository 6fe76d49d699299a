import API
import Foundation
import Model
import Reports

/// Follows runs that were asked for until each of them has ended, or can't go on.
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
            if runs.allSatisfy({ seen[$0.run]?.isOver == true }) {
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
        screen.show(runs.compactMap { seen[$0.run]?.detail }, obstacle: obstacle, workers: try await names(in: state))
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

    /// What the suite's conditions say is in the way.
    private func obstacle(in state: any StateReading) async throws -> String? {
        guard let suite = runs.first?.key.suite else { return nil }
        let conditions = try await state.object(suite).status.conditions
        let told =
            conditions.first { $0.type == .stalled && $0.status == .yes }
            ?? conditions.first { $0.type == .reconciling && $0.status == .yes }
        return told?.message
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
    /// Whether it has ended, or nothing more happens to it: what is left of it no worker can ever run.
    var isOver: Bool { verdict != nil || isStuck }

    var isStuck: Bool {
        guard let active, !active.unschedulable.isEmpty else { return false }
        return active.counts.finished + active.unschedulable.count >= active.total
    }
}
