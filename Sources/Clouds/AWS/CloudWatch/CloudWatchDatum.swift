import Foundation
import Model

/// A sample as PutMetricData takes it ("MetricDatum" in the CloudWatch API Reference).
struct CloudWatchDatum: Hashable, Sendable {
    /// "each call can include 1,000 MetricDatum", "1 MB in size for HTTP POST requests".
    static let limit = (count: 1_000, bytes: 1_000_000)
    private static let maxDimensions = 30
    private static let maxName = 255
    private static let maxValue = 1_024
    /// "values must be in the range of -2^360 to 2^360".
    private static let largest = 0x1p360
    /// "between two weeks before the current date, and up to 2 hours into the future".
    private static let ages: ClosedRange<TimeInterval> = -7_000...1_200_000

    let name: String
    let dimensions: [(name: String, value: String)]
    let time: Date
    let value: Double
    /// One of StandardUnit.
    let unit: String

    static func == (left: CloudWatchDatum, right: CloudWatchDatum) -> Bool {
        left.name == right.name && left.dimensions.elementsEqual(right.dimensions) { $0 == $1 }
            && left.time == right.time && left.value == right.value && left.unit == right.unit
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(time)
    }

    /// nil for what is no number that CloudWatch takes.
    init?(_ sample: MetricSample) {
        guard sample.value.isFinite, abs(sample.value) <= Self.largest, !sample.metric.isEmpty else { return nil }
        name = Self.plain(sample.metric, limit: Self.maxName)
        dimensions = Self.dimensions(sample.tags)
        time = sample.time
        value = sample.value
        unit = MetricName(rawValue: sample.metric)?.unit.cloudWatchName ?? "None"
    }

    /// False for one that CloudWatch would refuse for its time.
    func isTimely(at now: Date) -> Bool { Self.ages.contains(now.timeIntervalSince(time)) }

    /// Each name once, or CloudWatch refuses the whole call: what is alike without its letters is numbered.
    private static func dimensions(_ tags: [String: String]) -> [(name: String, value: String)] {
        var taken: Set<String> = []
        var dimensions: [(name: String, value: String)] = []
        for tag in tags.sorted(by: { $0.key < $1.key }) where dimensions.count < maxDimensions {
            let (name, value) = (plain(tag.key, limit: maxName), plain(tag.value, limit: maxValue))
            guard !name.isEmpty, !value.isEmpty else { continue }
            var (unique, number) = (name, 1)
            while !taken.insert(unique).inserted {
                number += 1
                unique = "\(name.prefix(maxName - 4))-\(number)"
            }
            dimensions.append((name: unique, value: value))
        }
        return dimensions
    }

    /// Names and values are ASCII without control characters, and don't begin with a colon: anything else is a `?`.
    private static func plain(_ text: String, limit: Int) -> String {
        var plain = String(
            text.unicodeScalars.prefix(limit).map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
        if plain.hasPrefix(":") { plain = "?" + plain.dropFirst() }
        return plain.trimmingCharacters(in: .whitespaces)
    }

    /// - Parameter number: from 1.
    func write(to fields: inout FormFields, number: Int) {
        let prefix = "MetricData.member.\(number)"
        fields.set("\(prefix).MetricName", name)
        fields.dimensions(prefix, dimensions)
        fields.set("\(prefix).Timestamp", CloudWatchCalls.time(time))
        fields.set("\(prefix).Value", "\(value)")
        fields.set("\(prefix).Unit", unit)
    }

    /// As many of the first ones as one call takes.
    static func batch(_ data: some Collection<CloudWatchDatum>, namespace: String) -> (count: Int, fields: FormFields) {
        var fields = FormFields([("Namespace", namespace)])
        var bytes = 200
        var count = 0
        for datum in data.prefix(limit.count) {
            var own = FormFields()
            datum.write(to: &own, number: count + 1)
            bytes += own.body.count + 1
            if bytes > limit.bytes { break }
            for pair in own.pairs { fields.set(pair.name, pair.value) }
            count += 1
        }
        return (count, fields)
    }
}

extension MetricUnit {
    /// StandardUnit; CloudWatch's per cents go to 100, so a share has none.
    fileprivate var cloudWatchName: String {
        switch self {
        case .seconds: "Seconds"
        case .count: "Count"
        case .perSecond: "Count/Second"
        case .share: "None"
        }
    }
}
