package import Foundation

/// Where a cloud's own metrics are read.
package protocol MetricSource: Sendable {
    /// Asks all at once; what can't be read is told beside what can.
    func read(_ requests: [MetricRequest]) async -> MetricSurvey
}

/// A series of values that a cloud keeps.
package struct MetricSeries: Hashable, Sendable {
    package let metric: CloudMetric
    /// nil for what is of no instance of Rondo's.
    package let instance: InstanceID?
    package let dimensions: [String: String]
    package let statistic: MetricStatistic
    package let period: TimeSpan

    package init(
        metric: CloudMetric, instance: InstanceID? = nil, dimensions: [String: String] = [:],
        statistic: MetricStatistic, period: TimeSpan
    ) {
        self.metric = metric
        self.instance = instance
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
    }
}

/// The values of a series whose periods begin within a time; both ends are ends of periods.
package struct MetricRequest: Hashable, Sendable {
    package let place: CloudPlace
    package let series: MetricSeries
    package let since: Date
    package let until: Date

    package init(place: CloudPlace, series: MetricSeries, since: Date, until: Date) {
        self.place = place
        self.series = series
        self.since = since
        self.until = until
    }
}

/// What a cloud answered.
package struct MetricSurvey: Sendable {
    /// The value of one period.
    package struct Point: Hashable, Sendable {
        /// When its period began.
        package let start: Date
        package let value: Double

        package init(start: Date, value: Double) {
            self.start = start
            self.value = value
        }
    }

    /// Finite values alone, in any order.
    package var points: [MetricRequest: [Point]]
    /// Why a request has no answer, or none that is whole.
    package var faults: [MetricRequest: String]

    package init(points: [MetricRequest: [Point]] = [:], faults: [MetricRequest: String] = [:]) {
        self.points = points
        self.faults = faults
    }
}
