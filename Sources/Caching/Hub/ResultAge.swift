import Foundation
import Model

/// How long ago a result was recorded, in whole milliseconds, so that bounds are met exactly.
struct ResultAge: Sendable {
    /// How far in the future a result may have been recorded, since workers' clocks are their own.
    ///
    /// After a clock was set back by more, results would outlive their bound; they are passed over until time catches up.
    static let tolerance = TimeSpan.minutes(5)

    let milliseconds: Int64

    init(of recordedAt: Date, at now: Date) {
        milliseconds =
            MillisecondTime.count(now).subtractingReportingOverflow(MillisecondTime.count(recordedAt)).partialValue
    }

    /// Whether it is younger than a bound and not from the future.
    func isWithin(_ ttl: TimeSpan) -> Bool {
        milliseconds >= -Self.tolerance.milliseconds && milliseconds < ttl.milliseconds
    }
}
