/// What a test's own history says of how long it may take.
///
/// The median is what counts, so that half of the history must have become slow before slow is usual. Three times of
/// it, and a quarter of a second more than it where that is more: what is told should be worth a look, and a test
/// of some milliseconds on a busy machine is not.
package enum UsualDuration {
    /// So many samples, the newest, are looked at.
    package static let window = 50
    /// With fewer there is no history to speak of.
    package static let least = 10

    private static let factor = 3.0
    private static let slack = 0.25

    /// The bound in whole milliseconds; nil with too few samples.
    ///
    /// - Parameter seconds: of the newest samples, in any order.
    package static func bound(of seconds: [Double]) -> TimeSpan? {
        guard seconds.count >= least else { return nil }
        let sorted = seconds.sorted()
        let middle = sorted.count / 2
        let median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        return .milliseconds(Int64((max(median * factor, median + slack) * 1_000).rounded()))
    }
}
