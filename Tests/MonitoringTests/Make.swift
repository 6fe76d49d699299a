import Foundation
import Model
import Monitoring

/// Values that the tests of this module share.
enum Make {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    static func identity(_ name: String = "slow", namespace: String = "shop") -> ObjectIdentity {
        ObjectIdentity(kind: .alertRule, namespace: namespace, name: name)
    }

    static func rule(
        _ spec: AlertRuleSpec, name: String = "slow", namespace: String = "shop", hash: String = "1",
        revision: String? = "main@sha1:4f2c91e"
    ) -> WatchedRule {
        WatchedRule(
            identity: identity(name, namespace: namespace), spec: spec, specHash: Digest(rawValue: hash),
            revision: revision)
    }

    static func spec(
        _ metric: MetricName = .requestDuration, tags: [String: String] = [:],
        aggregate: AlertRuleSpec.Aggregate = .max, window: TimeSpan = .minutes(1),
        condition: AlertRuleSpec.Comparison = .gt, threshold: Double = 0.3, duration: TimeSpan = .seconds(0),
        severity: AlertRuleSpec.AlertSeverity = .critical, noData: AlertRuleSpec.NoData = .ok,
        keepFiringFor: TimeSpan? = nil, environment: String? = nil
    ) -> AlertRuleSpec {
        AlertRuleSpec(
            metric: metric.rawValue, tags: tags, aggregate: aggregate, window: window, condition: condition,
            threshold: threshold, duration: duration, severity: severity, noData: noData,
            keepFiringFor: keepFiringFor, environment: environment)
    }

    static func sample(
        _ value: Double, _ metric: MetricName = .requestDuration, at time: Date = start, namespace: String = "shop",
        environment: String = "dev", tags: [String: String] = [:]
    ) -> MetricSample {
        MetricSample(
            metric, tags: tags.merging(["namespace": namespace, "environment": environment]) { first, _ in first },
            value: value, time: time)
    }
}

/// A small generator that repeats itself for the same seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
