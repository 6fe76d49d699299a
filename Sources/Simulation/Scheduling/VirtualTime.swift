import Foundation
import Model
import Synchronization

/// A clock that stands still while anything can run and then jumps to the next moment that somebody waits for.
final class VirtualTime: WallClock {
    private struct Timer {
        let due: MonotonicInstant
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: MonotonicInstant
        /// Seconds that the time of day is off.
        var jump: TimeInterval = 0
        var timers: [Timer] = []
        var last = 0
        var cancelled: Set<Int> = []
    }

    private let start: MonotonicInstant
    private let epoch = Date(timeIntervalSince1970: 1_800_000_000)
    private let state: Mutex<State>

    init() {
        start = ContinuousClock.now
        state = Mutex(State(now: start))
    }

    /// The time of day, which may jump.
    func now() -> Date {
        state.withLock { epoch.addingTimeInterval(($0.now - start) / .seconds(1) + $0.jump) }
    }

    /// Since the beginning.
    var elapsed: Duration { state.withLock { $0.now - start } }

    /// Somebody sets the time of day forward or back.
    func jump(by seconds: TimeInterval) { state.withLock { $0.jump += seconds } }

    var monotonic: MonotonicTime {
        MonotonicTime(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep(until: $0) })
    }

    func sleep(for length: Duration) async throws {
        try await sleep(until: state.withLock { $0.now }.advanced(by: length))
    }

    private func sleep(until due: MonotonicInstant) async throws {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state -> Bool? in
                    if state.cancelled.remove(number) != nil { return nil }
                    if due <= state.now { return true }
                    state.timers.append(Timer(due: due, number: number, continuation: continuation))
                    return false
                }
                switch isOver {
                case nil: continuation.resume(throwing: CancellationError())
                case true: continuation.resume()
                case false: break
                }
            }
        } onCancel: {
            let timer = state.withLock { state -> Timer? in
                guard let index = state.timers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.timers.remove(at: index)
            }
            timer?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Goes on to the next moment that somebody waits for; false when nobody does.
    func advance() -> Bool {
        let due = state.withLock { state -> [Timer] in
            guard let next = state.timers.map(\.due).min() else { return [] }
            state.now = max(state.now, next)
            let due = state.timers.filter { $0.due <= next }.sorted { $0.number < $1.number }
            state.timers.removeAll { $0.due <= next }
            return due
        }
        for timer in due { timer.continuation.resume() }
        return !due.isEmpty
    }

    /// Ends every wait, so that nothing of a history outlives it.
    func end() {
        let timers = state.withLock { state in
            defer { state.timers = [] }
            return state.timers
        }
        for timer in timers { timer.continuation.resume(throwing: CancellationError()) }
    }
}
