package import Foundation
package import Model
import Synchronization

/// When each open intent's creation was last tried; of what was tried before a restart the start counts.
package final class CreationAttempts: Sendable {
    private let start: MonotonicInstant
    private let last = Mutex<[UUID: MonotonicInstant]>([:])
    private let taken = Mutex<Set<UUID>>([])

    /// - Parameter start: when this process began.
    package init(since start: MonotonicInstant) { self.start = start }

    /// The intent's creation was tried, or its answer came.
    package func note(_ intent: UUID, at now: MonotonicInstant) { last.withLock { $0[intent] = now } }

    /// The intent's token makes nothing any more: it is found out what it made, and not tried again.
    package func noteTaken(_ intent: UUID) { taken.withLock { _ = $0.insert(intent) } }
    /// Whether that was noted since this process began.
    package func isTaken(_ intent: UUID) -> Bool { taken.withLock { $0.contains(intent) } }

    package func forget(_ intent: UUID) {
        _ = last.withLock { $0.removeValue(forKey: intent) }
        _ = taken.withLock { $0.remove(intent) }
    }

    package func time(of intent: UUID) -> MonotonicInstant { last.withLock { $0[intent] } ?? start }
}
