/// When the instances of a CloudResource run.
package struct UptimeSchedule: Hashable, Sendable, Codable {
    package let start: TimeOfDay
    package let stop: TimeOfDay
    package let days: [Weekday]
    package let timeZone: ZoneName

    package init(
        start: TimeOfDay, stop: TimeOfDay, days: [Weekday] = Weekday.allCases, timeZone: ZoneName = .utc
    ) {
        self.start = start
        self.stop = stop
        self.days = days
        self.timeZone = timeZone
    }
}
