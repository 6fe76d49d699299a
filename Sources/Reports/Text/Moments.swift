import Foundation

/// How moments are written in reports that are kept: always in UTC.
enum Moments {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `2026-11-21T10:45:01Z`
    static func exact(_ date: Date) -> String { date.formatted(.iso8601) }

    /// `21 Nov 2026, 10:45 UTC`
    static func words(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year], from: date)
        return "\(day(date)) \(parts.year ?? 0), \(clock(date)) UTC"
    }

    /// `21 Nov 10:45`
    static func short(_ date: Date) -> String { "\(day(date)) \(clock(date))" }

    /// `21 Nov`
    static func day(_ date: Date) -> String {
        let parts = calendar.dateComponents([.month, .day], from: date)
        return "\(parts.day ?? 0) \(months[max(0, (parts.month ?? 1) - 1) % 12])"
    }

    /// `10:45`, `10:45:01`
    static func clock(_ date: Date, withSeconds: Bool = false) -> String {
        let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
        let numbers = [parts.hour ?? 0, parts.minute ?? 0] + (withSeconds ? [parts.second ?? 0] : [])
        return numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
