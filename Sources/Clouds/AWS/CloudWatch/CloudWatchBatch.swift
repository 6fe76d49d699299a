import Foundation
import Model

/// What is asked of one region of one account for one time, each series once.
struct CloudWatchBatch: Sendable {
    /// One call of GetMetricData.
    struct Call: Hashable, Sendable {
        let series: [MetricSeries]

        var halves: [Call] {
            let middle = series.count / 2
            return [Call(series: Array(series[..<middle])), Call(series: Array(series[middle...]))]
        }
    }

    /// Any of those that sign in alike.
    let place: CloudPlace
    let since: Date
    let until: Date
    let calls: [Call]
    /// Who asked for each.
    let requests: [MetricSeries: [MetricRequest]]

    private struct Key: Hashable {
        let account: AWSAccounts.Key
        let region: String
        let since: Date
        let until: Date
        /// Periods are counted from the start of what is asked for, so that each has a call of its own.
        let period: TimeSpan
    }

    static func batches(of requests: [MetricRequest]) -> [CloudWatchBatch] {
        let groups = Dictionary(grouping: requests) { request in
            Key(
                account: AWSAccounts.Key(request.place), region: request.place.region, since: request.since,
                until: request.until, period: request.series.period)
        }
        return groups.values.compactMap { group in
            guard let first = group.first else { return nil }
            let bySeries = Dictionary(grouping: group, by: \.series)
            let all = bySeries.keys.sorted { $0.order < $1.order }
            let calls = stride(from: 0, to: all.count, by: CloudWatchCalls.queriesOfACall).map { start in
                Call(series: Array(all[start..<min(start + CloudWatchCalls.queriesOfACall, all.count)]))
            }
            return CloudWatchBatch(
                place: first.place, since: first.since, until: first.until, calls: calls, requests: bySeries)
        }
    }
}

extension MetricSeries {
    fileprivate var order: String {
        let dimensions = cloudWatchDimensions.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        return "\(metric.cloudWatchNamespace) \(metric.name) \(statistic.rawValue) \(dimensions)"
    }
}
