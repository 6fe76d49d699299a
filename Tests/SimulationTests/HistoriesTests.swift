import Foundation
import Testing

/// The real controller through random histories of commits, faults, crashes and restarts.
///
/// `RONDO_SIMULATION_SEED=N` replays one history and prints it. Each promise of the design that a history can break, with
/// the change of one line that the first half minute finds:
///
/// - 1, nothing ends without a source: `hold` in `Planner` says nil for `.stale`.
/// - 2, pruning is off while a file can't be read: `hold` in `Planner` says nil for `set.unreadable`.
/// - 3, the budget: `guard count > limits.maxObjects` in `PruneBudget` as `guard false`; protection: `isProtected` in
///   `Protection` says false.
/// - 4, nothing twice, nothing left: `forget` in `CloudResourceReconciler` without the settler; a new intent in place of
///   the open one.
/// - 5, databases may be lost: `take` in `Controller+Looking` without `adopt`.
/// - 7, independent objects go on: `guard !isFull(lane)` in `WorkQueue.mayStart` as `guard failures.isEmpty`.
///
/// What only rarer histories find (an intent that is closed too early, a provider that was never looked at, work that goes
/// on for an older commit) has tests of its own in `ControllerTests`.
struct HistoriesTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test("Every promise holds in every history that fits into half a minute of processor time")
    func histories() async throws {
        let arguments =
            Self.environment["RONDO_SIMULATION_SEED"].map { ["--seed", $0, "--histories", "1", "--print"] }
            ?? ["--seed", "1", "--seconds", "30"]
        let result = try await SimulationProcess.run(arguments)
        let lines = result.output.split(separator: "\n")
        print(lines.filter { $0.hasPrefix("simulation") }.joined(separator: "\n"))
        if Self.environment["RONDO_SIMULATION_SEED"] != nil { print(result.output) }
        #expect(
            result.exit == 0,
            "replay one with RONDO_SIMULATION_SEED=N\n\(result.output.suffix(12_000))")
    }

    @Test("An option that it does not know is no history")
    func misuse() async throws {
        #expect(try await SimulationProcess.run(["--sed", "1"]).exit == 64)
        #expect(try await SimulationProcess.run(["--seed", "one"]).exit == 64)
    }
}
