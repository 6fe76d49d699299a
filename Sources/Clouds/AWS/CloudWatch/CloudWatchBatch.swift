import Foundation
import Model

/// What is asked of one region of one account for one time, each series once.
struct CloudWatchBatch: Sendable {
    /// One call of GetMetricData.
    struct Call: Hashable, Sendable {
        let series: [MetricSeries]

        /// Whether the queries ask for the same of several instances: those stand or fall together mostly.
        var isAlike: Bool { series.first?.question == series.last?.question }

        /// Where it asks for several things, none of them is torn apart.
        var halves: [Call] {
            var middle = series.count / 2
            if !isAlike {
                let question = series[middle].question
                let first = series.firstIndex { $0.question == question } ?? middle
                let next = series[middle...].firstIndex { $0.question != question } ?? series.count
                middle = first > 0 ? first : next
            }
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
            let all = bySeries.keys.map { (series: $0, question: $0.question, instance: $0.instance?.rawValue ?? "") }
                .sorted { ($0.question, $0.instance) < ($1.question, $1.instance) }.map(\.series)
            let calls = stride(from: 0, to: all.count, by: CloudWatchCalls.queriesOfACall).map { start in
                Call(series: Array(all[start..<min(start + CloudWatchCalls.queriesOfACall, all.count)]))
            }
            return CloudWatchBatch(
                place: first.place, since: first.since, until: first.until, calls: calls, requests: bySeries)
        }
    }
}

extension MetricSeries {
    /// What it asks for, of whichever instance.
    fileprivate var question: String {
        let dimensions = dimensions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        return "\(metric.cloudWatchNamespace) \(metric.name) \(statistic.rawValue) \(dimensions)"
    }
}
