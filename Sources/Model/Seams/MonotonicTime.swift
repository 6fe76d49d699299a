/// A moment of the clock that never goes back; means nothing after a restart.
package typealias MonotonicInstant = ContinuousClock.Instant

/// The clock that leases, pauses and timeouts are measured on, replaceable in tests.
package struct MonotonicTime: Sendable {
    package let now: @Sendable () -> MonotonicInstant
    /// Returns when the moment has come; throws when the task is cancelled.
    package let sleep: @Sendable (_ until: MonotonicInstant) async throws -> Void

    package init(
        now: @escaping @Sendable () -> MonotonicInstant,
        sleep: @escaping @Sendable (_ until: MonotonicInstant) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    package static let system = MonotonicTime(
        now: { ContinuousClock.now }, sleep: { try await ContinuousClock().sleep(until: $0) })
}
