package import Model

/// Which objects are being worked on and which wait after a failure; a plain value without I/O.
///
/// Level-triggered: it remembers objects, not actions, so a plan made later simply replaces what was to be done.
package struct WorkQueue: Sendable {
    /// The last failure of an object and when to try again.
    package struct Failure: Sendable, Hashable {
        package let message: String
        package let tries: Int
        package let retryAt: ContinuousClock.Instant
    }

    package let limit: Int
    package private(set) var inFlight: Set<ObjectIdentity> = []
    package private(set) var failures: [ObjectIdentity: Failure] = [:]
    private let base: Duration
    private let cap: Duration

    package init(limit: Int, base: Duration = .milliseconds(500), cap: Duration = .seconds(60)) {
        self.limit = limit
        self.base = base
        self.cap = cap
    }

    package func mayStart(_ object: ObjectIdentity, now: ContinuousClock.Instant) -> Bool {
        guard inFlight.count < limit, !inFlight.contains(object) else { return false }
        return failures[object].map { $0.retryAt <= now } ?? true
    }

    package mutating func start(_ object: ObjectIdentity) { inFlight.insert(object) }

    package mutating func succeed(_ object: ObjectIdentity) {
        inFlight.remove(object)
        failures[object] = nil
    }

    /// - Parameters:
    ///   - jitter: 0 to 1; the pause is between half and all of the doubled base.
    ///   - atLeast: How many tries it counts as, for a failure that only showed after a success.
    package mutating func fail(
        _ object: ObjectIdentity, message: String, now: ContinuousClock.Instant, jitter: Double, atLeast: Int = 1
    ) {
        inFlight.remove(object)
        let tries = max(atLeast, (failures[object]?.tries ?? 0) + 1)
        let full = min(cap, base * (1 << min(tries - 1, 20)))
        failures[object] = Failure(message: message, tries: tries, retryAt: now + full / 2 + full / 2 * jitter)
    }

    /// Forgets the failures of objects that need nothing any more.
    package mutating func keepFailures(of objects: Set<ObjectIdentity>) {
        failures = failures.filter { objects.contains($0.key) || inFlight.contains($0.key) }
    }

    /// When the first waiting object may be tried again; nil when none waits or no more may be in flight.
    package var nextRetry: ContinuousClock.Instant? {
        guard inFlight.count < limit else { return nil }
        return failures.filter { !inFlight.contains($0.key) }.values.map(\.retryAt).min()
    }

    /// Objects that failed so often that they count as stalled; they are still tried, at the longest pause.
    package var exhausted: Set<ObjectIdentity> { Set(failures.filter { $0.value.tries >= Self.patience }.keys) }

    private static let patience = 6
}
