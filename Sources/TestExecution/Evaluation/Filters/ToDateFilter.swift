import TestLanguage

/// A text to a date.
enum ToDateFilter {
    static func apply(_ format: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .toDate)
        let parsed: DateFormat
        do {
            parsed = try DateFormat(format)
        } catch {
            throw FilterFailure("\(error)")
        }
        guard let date = parsed.date(text) else { throw FilterFailure("the text is no date of the form `\(format)`") }
        return .date(date)
    }
}
