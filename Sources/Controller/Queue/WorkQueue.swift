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

    /// What shares the limit: the objects of one provider, so that one that hangs leaves the others their places.
    package enum Lane: Hashable, Sendable {
        case here
        case provider(ProviderName)
    }

    /// How many objects of a lane may be worked on at once.
    package let limit: Int
    private var lanes: [ObjectIdentity: Lane] = [:]
    private var used: [Lane: Int] = [:]
    package private(set) var failures: [ObjectIdentity: Failure] = [:]
    private let base: Duration
    private let cap: Duration

    package init(limit: Int, base: Duration = .milliseconds(500), cap: Duration = .seconds(60)) {
        self.limit = limit
        self.base = base
        self.cap = cap
    }

    package var inFlight: Dictionary<ObjectIdentity, Lane>.Keys { lanes.keys }

    package func mayStart(_ object: ObjectIdentity, in lane: Lane = .here, now: ContinuousClock.Instant) -> Bool {
        !isFull(lane) && isIdle(object, now: now)
    }

    /// Whether an object is neither being worked on nor waiting after a failure.
    package func isIdle(_ object: ObjectIdentity, now: ContinuousClock.Instant) -> Bool {
        lanes[object] == nil && failures[object].map { $0.retryAt <= now } ?? true
    }

    package func isFull(_ lane: Lane) -> Bool { used[lane, default: 0] >= limit }

    package mutating func start(_ object: ObjectIdentity, in lane: Lane = .here) {
        end(object)
        lanes[object] = lane
        used[lane, default: 0] += 1
    }

    private mutating func end(_ object: ObjectIdentity) {
        guard let lane = lanes.removeValue(forKey: object) else { return }
        used[lane, default: 1] -= 1
    }

    package mutating func succeed(_ object: ObjectIdentity) {
        end(object)
        failures[object] = nil
    }

    /// - Parameters:
    ///   - jitter: 0 to 1; the pause is between half and all of the doubled base.
    ///   - atLeast: How many tries it counts as, for a failure that only showed after a success.
    package mutating func fail(
        _ object: ObjectIdentity, message: String, now: ContinuousClock.Instant, jitter: Double, atLeast: Int = 1
    ) {
        end(object)
        let tries = max(atLeast, (failures[object]?.tries ?? 0) + 1)
        let full = min(cap, base * (1 << min(tries - 1, 20)))
        failures[object] = Failure(message: message, tries: tries, retryAt: now + full / 2 + full / 2 * jitter)
    }

    /// Forgets the failures of objects that need nothing any more.
    package mutating func keepFailures(of objects: Set<ObjectIdentity>) {
        failures = failures.filter { objects.contains($0.key) || lanes[$0.key] != nil }
    }

    /// Forgets that an object failed, or with nil that any did: somebody wants it tried at once.
    package mutating func forgive(_ object: ObjectIdentity?) {
        if let object { failures[object] = nil } else { failures = [:] }
    }

    /// When the next waiting object may be tried again; one that may be tried already waits for something else.
    package func nextRetry(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        failures.filter { lanes[$0.key] == nil && $0.value.retryAt > now }.values.map(\.retryAt).min()
    }

    /// Objects that failed so often that they count as stalled; they are still tried, at the longest pause.
    package var exhausted: Set<ObjectIdentity> { Set(failures.filter { $0.value.tries >= Self.patience }.keys) }

    private static let patience = 6
}
