package import Foundation

/// From when the slots of a suite's schedule count: kept, so that neither a restart nor a new schedule repeats or
/// makes up slots of before.
package struct ScheduleMark: Hashable, Sendable, Codable {
    package let suite: ObjectIdentity
    package let schedule: SuiteSchedule
    package let since: Date

    package init(suite: ObjectIdentity, schedule: SuiteSchedule, since: Date) {
        self.suite = suite
        self.schedule = schedule
        self.since = since
    }
}
