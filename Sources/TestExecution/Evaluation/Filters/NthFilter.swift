import Model
import TestLanguage

/// The item at an index from 0; negative counts from the end.
enum NthFilter {
    static func apply(_ index: Int, to subject: Subject) throws(FilterFailure) -> Subject {
        let items = try subject.list(for: .nth)
        let place = index < 0 ? items.count + index : index
        guard items.indices.contains(place) else {
            return .missing("the list has \(items.count == 1 ? "1 item" : "\(items.count) items")")
        }
        return .value(items[place])
    }
}
