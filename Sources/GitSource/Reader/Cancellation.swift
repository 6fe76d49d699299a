import Synchronization

/// Lets the cancellation of one request reach the child that serves it, and no other request's.
final class Cancellation: Sendable {
    private struct State {
        var cancelled = false
        var child: ChildProcess?
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.cancelled } }

    /// Ends the child that serves the request, now or as soon as one does.
    func cancel() {
        let child = state.withLock { state in
            state.cancelled = true
            return state.child
        }
        child?.kill()
    }

    /// Names the child that serves the request from now on; nil when it is done.
    func serve(with child: ChildProcess?) {
        let late = state.withLock { state in
            state.child = child
            return state.cancelled
        }
        if late { child?.kill() }
    }
}
