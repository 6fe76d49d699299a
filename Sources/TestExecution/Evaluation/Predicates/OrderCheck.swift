import Foundation
import Model
import TestLanguage

/// `> >= < <=` and `between`: numbers, durations and dates.
enum OrderCheck {
    enum Relation {
        case greater, greaterOrEqual, less, lessOrEqual

        func holds<Value: Comparable>(_ one: Value, _ two: Value) -> Bool {
            switch self {
            case .greater: one > two
            case .greaterOrEqual: one >= two
            case .less: one < two
            case .lessOrEqual: one <= two
            }
        }
    }

    static func check(_ subject: Subject, _ relation: Relation, _ other: JSONValue) -> PredicateCheck.Answer {
        switch subject {
        case .value(let value): return check(value, relation, other)
        case .text(let text): return check(text.asNumber, relation, other)
        case .duration(let duration):
            guard let span = other.string.flatMap({ TimeSpan($0) }) else {
                return .undecided("compared with `\(other)`, which is no duration")
            }
            return PredicateCheck.Answer(relation.holds(duration, span.duration))
        case .date(let date):
            guard let bound = other.string.flatMap(DateFormat.isoDate) else {
                return .undecided("compared with `\(other)`, which is no date")
            }
            return PredicateCheck.Answer(relation.holds(date, bound))
        case .bytes: return .mismatch(subject, needed: "a number")
        case .cut, .fields, .elements, .nodes, .missing, .invalid: return .fails
        }
    }

    static func check(
        _ subject: Subject, between low: JSONValue, and high: JSONValue
    ) -> PredicateCheck.Answer {
        switch (check(subject, .greaterOrEqual, low), check(subject, .lessOrEqual, high)) {
        case (.undecided(let reason), _), (_, .undecided(let reason)): .undecided(reason)
        case (.holds, .holds): .holds
        case (.fails, _), (_, .fails): .fails
        }
    }

    private static func check(_ value: JSONValue, _ relation: Relation, _ other: JSONValue) -> PredicateCheck.Answer {
        guard let one = value.double else { return .mismatch(.value(value), needed: "a number") }
        guard let two = other.double else {
            return .undecided("compared with \(other.typeNoun), where a number is needed")
        }
        // Beyond 2^53 doubles would make different integers equal.
        if case (.integer(let one), .integer(let two)) = (value, other) {
            return PredicateCheck.Answer(relation.holds(one, two))
        }
        return PredicateCheck.Answer(relation.holds(one, two))
    }
}
