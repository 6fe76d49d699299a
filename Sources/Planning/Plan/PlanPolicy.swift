package import Foundation
package import Model

/// What bounds planning and is no part of any object.
package struct PlanPolicy: Hashable, Sendable {
    /// How many runs with the same inputs may end `errored` before the suite is left alone.
    package let maxErroredTries: Int
    /// The pause after the first errored run; it doubles with each further one, up to an hour.
    package let erroredBackoff: TimeSpan

    package init(maxErroredTries: Int = 3, erroredBackoff: TimeSpan = .seconds(10)) {
        self.maxErroredTries = maxErroredTries
        self.erroredBackoff = erroredBackoff
    }

    /// When the next run may be tried; nil when the tries are used up.
    package func nextTry(after verdict: Verdict, tries: Int) -> Date? {
        guard tries < maxErroredTries else { return nil }
        let doublings = Double(min(max(tries - 1, 0), 30))
        return verdict.endedAt.addingTimeInterval(min(erroredBackoff.seconds * exp2(doublings), 3_600))
    }
}
