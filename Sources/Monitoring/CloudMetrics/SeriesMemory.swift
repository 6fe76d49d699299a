import Foundation
import Model

/// What is known of one series, so that each of its values is recorded once.
///
/// Moments are whole seconds since 1970, as periods begin.
struct SeriesMemory: Hashable, Sendable {
    /// Values of a period come in for some time after its end; one that ended so long ago is taken as it is.
    static let delay: TimeInterval = 120
    /// A value that comes later than those of periods after it is still found for so long.
    private static let overlap: TimeInterval = 900

    private let period: TimeInterval
    private(set) var lookback: TimeInterval
    private var recorded: Set<Int>
    /// Everything before was asked for and answered; nil before the first answer.
    private var covered: Date?

    /// - Parameter recorded: when the periods began whose values are stored.
    init(_ series: MetricSeries, lookback: TimeSpan, recorded: [Date] = []) {
        period = series.period.seconds
        self.lookback = lookback.seconds
        self.recorded = Set(recorded.map(Self.second))
    }

    /// A sample counts from when its value is taken as it is.
    static func time(ofPeriodFrom start: Date, _ series: MetricSeries) -> Date {
        start.addingTimeInterval(series.period.seconds + delay)
    }

    static func start(ofSampleAt time: Date, _ series: MetricSeries) -> Date {
        time.addingTimeInterval(-series.period.seconds - delay)
    }

    /// The periods to ask for: whole ones, by multiples of the period since 1970, so that each look sees the same ones.
    func range(at now: Date) -> (since: Date, until: Date) {
        let until = floor(now.addingTimeInterval(-Self.delay))
        let oldest = until.addingTimeInterval(-lookback)
        guard let covered else { return (floor(oldest), until) }
        return (floor(max(oldest, covered.addingTimeInterval(-max(Self.overlap, period)))), until)
    }

    /// Whether a value is to be recorded; true once for each period.
    mutating func take(_ start: Date) -> Bool { recorded.insert(Self.second(start)).inserted }

    /// Everything up to then was answered; what can't be asked for again is forgotten.
    mutating func cover(until: Date, at now: Date) {
        covered = until
        let oldest = Self.second(range(at: now).since)
        recorded = recorded.filter { $0 >= oldest }
    }

    private func floor(_ time: Date) -> Date {
        Date(timeIntervalSince1970: (time.timeIntervalSince1970 / period).rounded(.down) * period)
    }

    private static func second(_ time: Date) -> Int { Int(time.timeIntervalSince1970.rounded()) }
}
