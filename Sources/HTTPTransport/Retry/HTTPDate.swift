package import Foundation

/// Dates of HTTP header fields: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// nil for another shape, the two obsolete ones among them.
    package static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let month = months.firstIndex(of: words[2]),
            let year = Int(words[3])
        else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        var parts = tm()
        parts.tm_year = Int32(clamping: year - 1900)
        parts.tm_mon = Int32(month)
        parts.tm_mday = Int32(clamping: day)
        parts.tm_hour = Int32(clamping: hour)
        parts.tm_min = Int32(clamping: minute)
        parts.tm_sec = Int32(clamping: second)
        return Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}

extension HTTPResponse {
    /// When its server says that it was made.
    package var date: Date? { headers["Date"].flatMap(HTTPDate.date) }

    /// How long its server asks to be left alone (RFC 9110 §10.2.3): seconds, or a date beside its own.
    package var retryAfter: Duration? {
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Int(text.trimmingCharacters(in: .whitespaces)) { return .seconds(min(max(seconds, 0), 3_600)) }
        guard let until = HTTPDate.date(text), let date else { return nil }
        return .seconds(min(max(until.timeIntervalSince(date), 0), 3_600))
    }
}
