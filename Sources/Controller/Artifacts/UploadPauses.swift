package import Model

/// When the files of each Environment are next tried to be brought into their bucket, after it did not take them.
package struct UploadPauses: Sendable {
    private struct Pause {
        var failures: Int
        var until: MonotonicInstant
    }

    private var pauses: [ObjectIdentity: Pause] = [:]
    private static let base = Duration.seconds(2)
    private static let cap = Duration.seconds(600)

    package init() {}

    /// - Parameter jitter: between 0 and 1, another each time.
    /// - Returns: whether it is the first in a row, which people are told.
    package mutating func failed(_ environment: ObjectIdentity, now: MonotonicInstant, jitter: Double) -> Bool {
        let failures = (pauses[environment]?.failures ?? 0) + 1
        let pause = min(Self.cap, Self.base * (1 << min(failures - 1, 16)))
        pauses[environment] = Pause(
            failures: failures, until: now.advanced(by: pause * (0.5 + min(max(jitter, 0), 1) / 2)))
        return failures == 1
    }

    /// - Returns: whether it failed before.
    package mutating func succeeded(_ environment: ObjectIdentity) -> Bool {
        pauses.removeValue(forKey: environment) != nil
    }

    /// It is tried at once, and is told of as before.
    package mutating func forgive(_ environment: ObjectIdentity, now: MonotonicInstant) {
        if pauses[environment] != nil { pauses[environment] = Pause(failures: 0, until: now) }
    }

    package func waiting(at now: MonotonicInstant) -> Set<ObjectIdentity> {
        Set(pauses.filter { $0.value.until > now }.keys)
    }

    /// When the first of them is over.
    package var next: MonotonicInstant? { pauses.values.map(\.until).min() }
}
