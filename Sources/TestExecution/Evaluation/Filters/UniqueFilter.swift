import Model
import TestLanguage

/// The items without those that were there before.
enum UniqueFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let items = try subject.list(for: .unique)
        // Equal values have an equal canonical text, but for numbers of which one is written with a fraction.
        var seen: [[UInt8]: [JSONValue]] = [:]
        var kept: [JSONValue] = []
        for item in items {
            let key = item.double.map { Array("\($0)".utf8) } ?? Array(item.description.utf8)
            if seen[key]?.contains(where: { $0.isEqual(to: item) }) == true { continue }
            seen[key, default: []].append(item)
            kept.append(item)
        }
        return .value(.array(kept))
    }
}
