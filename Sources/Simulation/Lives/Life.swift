import Model
import Store
import Synchronization
import TestSupport

/// One controller from its start to its end, and the steps at which it may be killed.
///
/// Every read and write of the databases and both sides of every provider call are steps. When a life ends at one, what
/// was done before it stands, the answer is lost, and nothing that still runs of that life can do anything any more.
final class Life: StoreGate, Sendable {
    struct Killed: Error, CustomStringConvertible {
        let description = "killed"
    }

    private struct State {
        var isDead = false
        /// Steps left before the end; nil while nobody wants one.
        var left: Int?
        var steps = 0
        /// The share of writes that find the disk full.
        var full = 0.0
        var random: SplitMix64
    }

    let number: Int
    private let state: Mutex<State>
    private let died: @Sendable () -> Void
    private let trace: (@Sendable (String) -> Void)?

    /// - Parameters:
    ///   - trace: told of each step.
    ///   - died: called once, when a step is the last.
    init(
        number: Int, seed: UInt64, trace: (@Sendable (String) -> Void)?, died: @escaping @Sendable () -> Void
    ) {
        self.number = number
        self.trace = trace
        self.died = died
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    var isDead: Bool { state.withLock(\.isDead) }
    var steps: Int { state.withLock(\.steps) }

    /// Ends at one of the next steps.
    func dieAfter(_ steps: Int) { state.withLock { $0.left = steps } }

    /// Takes back what was asked by `dieAfter`.
    func spare() { state.withLock { $0.left = nil } }

    func fillDisk(_ share: Double) { state.withLock { $0.full = share } }

    func die() {
        let isNew = state.withLock { state in
            defer { state.isDead = true }
            return !state.isDead
        }
        if isNew { died() }
    }

    /// Passes, or is the end.
    func step(_ what: @autoclosure () -> String) throws {
        trace?("[\(number)] step: \(what())")
        let (isDead, ends) = state.withLock { state -> (Bool, Bool) in
            guard !state.isDead else { return (true, false) }
            state.steps += 1
            guard let left = state.left else { return (false, false) }
            state.left = left - 1
            return (false, left <= 1)
        }
        if ends { die() }
        if isDead || ends { throw Killed() }
    }

    func enter(_ access: StoreAccess, _ file: String) throws {
        try step("\(access) \(file)")
        guard access == .write, state.withLock({ $0.random.chance($0.full) }) else { return }
        throw StoreError.diskFull(file: file)
    }

    func leave(_ access: StoreAccess, _ file: String) throws { try step("\(access) of \(file) done") }
}
