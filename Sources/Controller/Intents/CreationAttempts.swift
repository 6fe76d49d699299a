package import Foundation
package import Model
import Synchronization

/// When each open intent's creation was last tried; of what was tried before a restart the start counts.
package final class CreationAttempts: Sendable {
    private let start: MonotonicInstant
    private let last = Mutex<[UUID: MonotonicInstant]>([:])

    package init(since start: MonotonicInstant) { self.start = start }

    package func note(_ intent: UUID, at now: MonotonicInstant) { last.withLock { $0[intent] = now } }
    package func forget(_ intent: UUID) { _ = last.withLock { $0.removeValue(forKey: intent) } }
    package func time(of intent: UUID) -> MonotonicInstant { last.withLock { $0[intent] } ?? start }
}
