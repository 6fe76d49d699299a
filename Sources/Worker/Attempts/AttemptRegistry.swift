import Model
import Synchronization

/// The leases that this worker holds, from grant to accepted result, and how to stop each.
final class AttemptRegistry: Sendable {
    private struct State {
        var stops: [LeaseToken: @Sendable () -> Void] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Sorted, so that equal sets make equal messages.
    var held: [LeaseToken] { state.withLock { $0.stops.keys.sorted() } }

    /// Takes a lease; false when the worker is about to end, and then the lease must not be worked on.
    func take(_ lease: LeaseToken, stop: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.stops[lease] = stop
            return true
        }
    }

    func release(_ lease: LeaseToken) { state.withLock { $0.stops[lease] = nil } }

    /// Stops one attempt; a lease that is not held is passed over.
    func cancel(_ lease: LeaseToken) {
        let stop = state.withLock { $0.stops[lease] }
        stop?()
    }

    /// Decides for all slots at once that the worker ends: true when nothing is held, or when it was decided before.
    func closeIfIdle() -> Bool {
        state.withLock { state in
            if state.stops.isEmpty { state.isClosed = true }
            return state.isClosed
        }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }
}
