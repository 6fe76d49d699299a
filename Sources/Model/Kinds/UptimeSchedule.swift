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

extension UptimeSchedule: CustomStringConvertible {
    /// `07:00 to 20:00 on mon, tue, Europe/Berlin`
    package var description: String {
        let names =
            days.count == Weekday.allCases.count ? "every day" : "on " + days.map(\.rawValue).joined(separator: ", ")
        return "\(start) to \(stop) \(names), \(timeZone)"
    }
}
