package import Model

/// When what was not brought into a bucket is next tried: the files of an Environment, or single ones.
package struct UploadPauses<Subject: Hashable & Sendable>: Sendable {
    private struct Pause {
        var failures: Int
        var until: MonotonicInstant
    }

    private var pauses: [Subject: Pause] = [:]
    private static var base: Duration { .seconds(2) }
    private static var cap: Duration { .seconds(600) }

    package init() {}

    /// - Parameter jitter: between 0 and 1, another each time.
    /// - Returns: whether it is the first in a row, which people are told.
    package mutating func failed(_ subject: Subject, now: MonotonicInstant, jitter: Double) -> Bool {
        let failures = (pauses[subject]?.failures ?? 0) + 1
        let pause = min(Self.cap, Self.base * (1 << min(failures - 1, 16)))
        pauses[subject] = Pause(
            failures: failures, until: now.advanced(by: pause * (0.5 + min(max(jitter, 0), 1) / 2)))
        return failures == 1
    }

    /// Some of it failed and some did not: it goes on without a pause.
    ///
    /// - Returns: whether it is the first in a row.
    package mutating func failedInPart(_ subject: Subject, at began: MonotonicInstant) -> Bool {
        let failures = pauses[subject]?.failures ?? 0
        pauses[subject] = Pause(failures: 1, until: began)
        return failures == 0
    }

    /// - Returns: whether it failed before.
    package mutating func succeeded(_ subject: Subject) -> Bool {
        pauses.removeValue(forKey: subject) != nil
    }

    /// It is tried at once, and is told of as before.
    package mutating func forgive(_ subject: Subject, now: MonotonicInstant) {
        if pauses[subject] != nil { pauses[subject] = Pause(failures: 0, until: now) }
    }

    package func waiting(at now: MonotonicInstant) -> Set<Subject> {
        Set(pauses.filter { $0.value.until > now }.keys)
    }

    /// Those that failed when they were last tried.
    package var subjects: Set<Subject> { Set(pauses.keys) }

    /// When the first of those is over that were not over then.
    package func next(after time: MonotonicInstant) -> MonotonicInstant? {
        pauses.values.map(\.until).filter { $0 > time }.min()
    }
}
