import Synchronization

/// What all deliveries share: how often each sender may come, and how many bytes may wait in memory at once.
final class WebhookGate: Sendable {
    private struct State {
        var limit: RateLimit
        var waitingBytes = 0
    }

    /// Together with the bound of one body this bounds what strangers can make the controller hold.
    private static let mostBytes = 64 * 1_024 * 1_024

    private let state: Mutex<State>

    init(limit: RateLimit = RateLimit()) { state = Mutex(State(limit: limit)) }

    /// nil when it may pass, else the whole seconds to wait.
    func take(_ key: RateLimit.Key) -> Int? {
        state.withLock { $0.limit.take(key, at: .now) }
    }

    /// Whether so many further bytes may be held; to be given back.
    func hold(_ bytes: Int) -> Bool {
        state.withLock { state in
            guard state.waitingBytes + bytes <= Self.mostBytes else { return false }
            state.waitingBytes += bytes
            return true
        }
    }

    func release(_ bytes: Int) { state.withLock { $0.waitingBytes -= bytes } }
}
