import Model
import TestLanguage

/// A date to text.
enum DateFormatFilter {
    static func apply(_ format: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let date = try subject.date(for: .dateFormat)
        do {
            return .value(.string(try DateFormat(format).text(of: date)))
        } catch {
            throw FilterFailure("\(error)")
        }
    }
}
