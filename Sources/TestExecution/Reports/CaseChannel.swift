import Dispatch
import Model
import Synchronization

/// Hands entries from the thread that reads reports to the task that sends them; the thread waits while two lots are on
/// their way, so that a long report is never held.
final class CaseChannel: Sendable {
    private enum State: Sendable {
        case open
        /// Nobody keeps more of them; the reading goes on, since they are counted.
        case unwanted
        /// The attempt was cancelled.
        case stopped
    }

    /// The reading is over since the attempt was cancelled.
    struct Stopped: Error {}

    private static let lots = 2

    let entries: AsyncStream<[CaseEntry]>
    private let input: AsyncStream<[CaseEntry]>.Continuation
    private let room = DispatchSemaphore(value: 0)
    private let state = Mutex(State.open)

    init() {
        (entries, input) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        // Not its initial value, below which it must not be when it ends.
        for _ in 0..<Self.lots { room.signal() }
    }

    // MARK: On the thread that reads

    func put(_ lot: [CaseEntry]) throws(Stopped) {
        guard try isWanted() else { return }
        room.wait()
        guard try isWanted() else {
            room.signal()
            return
        }
        input.yield(lot)
    }

    func finish() { input.finish() }

    /// For what hands on nothing while it is read.
    func check() throws(Stopped) { _ = try isWanted() }

    private func isWanted() throws(Stopped) -> Bool {
        switch state.withLock({ $0 }) {
        case .open: return true
        case .unwanted: return false
        case .stopped: throw Stopped()
        }
    }

    // MARK: On the task that sends

    /// A lot has been sent.
    func took(isWanted: Bool) {
        state.withLock { state in
            if case .open = state, !isWanted { state = .unwanted }
        }
        room.signal()
    }

    /// Ends the reading and the sending.
    func stop() {
        state.withLock { $0 = .stopped }
        // Lots that nobody takes any more hold their places for ever: the thread may wait for one.
        room.signal()
        input.finish()
    }
}
