import Foundation
import Model

/// The calls of CloudWatch in one region of one account ("Amazon CloudWatch API Reference", 2010-08-01).
struct CloudWatchCalls: Sendable {
    let client: AWSClient
    let region: String

    /// "A single GetMetricData call can include as many as 500 MetricDataQuery structures".
    static let queriesOfACall = 500
    /// 100,800 values a page.
    private static let maxPages = 100

    /// What one query was answered, over all pages.
    struct Result: Hashable, Sendable {
        var points: [MetricSurvey.Point] = []
        /// Of the last page that said something of it.
        var status: Status = .complete
        var message: String?
    }

    /// `StatusCode` of MetricDataResult.
    enum Status: String, Hashable, Sendable {
        case complete = "Complete"
        /// More comes with the next page, or with the next look.
        case partial = "PartialData"
        case internalError = "InternalError"
        case forbidden = "Forbidden"
    }

    /// - Parameters:
    ///   - series: at most 500.
    ///   - until: the period that begins then is no longer asked for.
    /// - Returns: as many results, in the same order.
    func data(of series: [MetricSeries], since: Date, until: Date) async throws -> [Result] {
        var results = series.map { _ in Result() }
        var next: String?
        for _ in 0..<Self.maxPages {
            let answer = try await client.query(
                .cloudwatch, "GetMetricData", in: region, Self.fields(series, since: since, until: until, next: next))
            guard let body = answer["GetMetricDataResult"] else {
                throw AWSCallError(
                    action: "cloudwatch:GetMetricData", region: region,
                    cause: .unreadable("the answer has no GetMetricDataResult"))
            }
            for item in body.items("MetricDataResults", member: "member") {
                guard let id = item.text("Id"), let index = Int(id.dropFirst()), results.indices.contains(index) else {
                    continue
                }
                results[index].take(item)
            }
            next = body.text("NextToken")
            if next == nil { return results }
        }
        throw AWSCallError(
            action: "cloudwatch:GetMetricData", region: region, cause: .unreadable("its pages have no end"))
    }

    static func fields(_ series: [MetricSeries], since: Date, until: Date, next: String? = nil) -> FormFields {
        var fields = FormFields([("StartTime", time(since)), ("EndTime", time(until))])
        for (index, series) in series.enumerated() {
            let query = "MetricDataQueries.member.\(index + 1)"
            fields.set("\(query).Id", "q\(index)")
            fields.set("\(query).MetricStat.Metric.Namespace", series.metric.cloudWatchNamespace)
            fields.set("\(query).MetricStat.Metric.MetricName", series.metric.name)
            fields.dimensions("\(query).MetricStat.Metric", series.cloudWatchDimensions)
            fields.set("\(query).MetricStat.Period", "\(series.period.milliseconds / 1_000)")
            fields.set("\(query).MetricStat.Stat", series.statistic.cloudWatchName)
        }
        fields.set("NextToken", next)
        return fields
    }

    /// Of whole seconds.
    static func time(_ date: Date) -> String { date.formatted(.iso8601) }
}

extension CloudWatchCalls.Result {
    /// A page's part of it.
    fileprivate mutating func take(_ item: XMLElement) {
        status = item.text("StatusCode").flatMap(CloudWatchCalls.Status.init) ?? .complete
        let times = item.items("Timestamps", member: "member").map { AWSTemporaryCredentials.date($0.text) }
        let values = item.items("Values", member: "member").map { Double($0.text) }
        for case (let time?, let value?) in zip(times, values) where value.isFinite {
            points.append(MetricSurvey.Point(start: time, value: value))
        }
        message = item.items("Messages", member: "member").compactMap { $0.text("Value") }.first ?? message
    }
}

extension FormFields {
    /// `PREFIX.Dimensions.member.1.Name` and its value, and so on.
    mutating func dimensions(_ prefix: String, _ dimensions: [(name: String, value: String)]) {
        for (index, dimension) in dimensions.enumerated() {
            set("\(prefix).Dimensions.member.\(index + 1).Name", dimension.name)
            set("\(prefix).Dimensions.member.\(index + 1).Value", dimension.value)
        }
    }
}

extension CloudMetric {
    /// `AWS/EC2`
    var cloudWatchNamespace: String {
        switch namespace {
        case .service(let name): "AWS/\(name)"
        case .named(let name): name
        }
    }
}

extension MetricSeries {
    var cloudWatchDimensions: [(name: String, value: String)] {
        var all = dimensions
        if let instance { all["InstanceId"] = instance.rawValue }
        return all.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
}

extension MetricStatistic {
    /// "CloudWatch statistics definitions" of the user guide.
    var cloudWatchName: String {
        switch self {
        case .average: "Average"
        case .minimum: "Minimum"
        case .maximum: "Maximum"
        case .sum: "Sum"
        case .count: "SampleCount"
        case .p50, .p90, .p95, .p99: rawValue
        }
    }
}
