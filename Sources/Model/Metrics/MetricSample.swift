package import Foundation

/// One measured value with what it was measured of.
package struct MetricSample: Hashable, Sendable, Codable {
    /// A Rondo metric (`request.duration`), later also one of a cloud or of a user.
    package let metric: String
    /// Of `namespace environment suite test provider worker service`, those that apply.
    package let tags: [String: String]
    package let value: Double
    package let time: Date

    package init(metric: String, tags: [String: String] = [:], value: Double, time: Date) {
        self.metric = metric
        self.tags = tags
        self.value = value
        self.time = time
    }

    package init(_ metric: MetricName, tags: [String: String] = [:], value: Double, time: Date) {
        self.init(metric: metric.rawValue, tags: tags, value: value, time: time)
    }
}

/// Takes samples as they are measured; never blocks and never fails whoever measures.
package protocol MetricSink: Sendable {
    func record(_ samples: [MetricSample]) async
}
