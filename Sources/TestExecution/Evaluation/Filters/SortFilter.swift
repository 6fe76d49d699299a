import Model
import TestLanguage

/// The items in order: all numbers, or all texts by their code points.
enum SortFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let items = try subject.list(for: .sort)
        let numbers = items.compactMap(\.double)
        if numbers.count == items.count {
            return .value(.array(zip(items, numbers).sorted { $0.1 < $1.1 }.map(\.0)))
        }
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else { throw FilterFailure("only all numbers or all strings have an order") }
        let sorted = texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        return .value(.array(sorted.map(JSONValue.string)))
    }
}
