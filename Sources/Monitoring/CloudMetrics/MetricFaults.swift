import Foundation
import Model

/// Which rules can't be answered where, so that it is told once and not at each look.
struct MetricFaults: Sendable {
    struct Key: Hashable, Sendable {
        let rule: ObjectIdentity
        let environment: ObjectIdentity
        let region: String
    }

    /// With the reason that was told.
    private var open: [Key: String] = [:]

    /// One text a rule: its first place's, and how many more there are.
    var texts: [ObjectIdentity: String] {
        Dictionary(grouping: open) { $0.key.rule }.mapValues { entries in
            let sorted = entries.sorted { ($0.key.environment, $0.key.region) < ($1.key.environment, $1.key.region) }
            let more = sorted.count > 1 ? " (and \(sorted.count - 1) more places)" : ""
            return (sorted.first.map { Self.text($0.key, $0.value) } ?? "") + more
        }
    }

    /// Takes what one look found; what a rule no longer asks for is forgotten.
    ///
    /// - Returns: what is to be told: a fault that began, or one that ended.
    mutating func take(_ found: [Key: String], asked: Set<Key>, at now: Date) -> [Event] {
        var events: [Event] = []
        for key in open.keys where !asked.contains(key) { open[key] = nil }
        for (key, reason) in found where open[key] == nil {
            open[key] = reason
            events.append(
                Event(
                    time: now, object: key.rule, severity: .warning, reason: .metricUnreadable,
                    message: Self.text(key, reason)))
        }
        for key in open.keys where found[key] == nil {
            open[key] = nil
            events.append(
                Event(
                    time: now, object: key.rule, reason: .metricReadable,
                    message: "its metric can be read in \(key.region) of \(key.environment) again"))
        }
        return events.sorted { ($0.object?.description ?? "", $0.message) < ($1.object?.description ?? "", $1.message) }
    }

    private static func text(_ key: Key, _ reason: String) -> String {
        "its metric can't be read in \(key.region) of \(key.environment): \(reason)"
    }
}
