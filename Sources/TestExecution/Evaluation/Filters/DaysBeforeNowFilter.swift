import Foundation
import Model
import TestLanguage

/// How many whole days a date lies in the past.
enum DaysBeforeNowFilter {
    static func apply(to subject: Subject, now: Date = Date()) throws(FilterFailure) -> Subject {
        let date = try subject.date(for: .daysBeforeNow)
        return .value(.integer(Int64((now.timeIntervalSince(date) / 86_400).rounded(.towardZero))))
    }
}
