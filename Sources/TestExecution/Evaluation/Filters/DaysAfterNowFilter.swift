import Foundation
import Model
import TestLanguage

/// How many whole days a date lies in the future.
enum DaysAfterNowFilter {
    static func apply(to subject: Subject, now: Date = Date()) throws(FilterFailure) -> Subject {
        let date = try subject.date(for: .daysAfterNow)
        return .value(.integer(Int64((date.timeIntervalSince(now) / 86_400).rounded(.towardZero))))
    }
}
