import Foundation
import Model

/// Whether a predicate holds of what a query found.
enum PredicateCheck {
    enum Answer: Hashable {
        case holds, fails
        /// The question makes no sense or can't be answered; a failure with `not` too. Says why.
        case undecided(String)

        init(_ holds: Bool) { self = holds ? .holds : .fails }
    }

    static func check(_ predicate: Model.Predicate, _ subject: Subject) -> Answer {
        switch subject {
        // The caller knows that only `not exists` holds of nothing.
        case .missing: .fails
        case .duration(let duration): check(predicate, duration)
        case .text(let text): check(predicate, text)
        case .cut(let text): checkCut(predicate, text)
        case .value(let value): check(predicate, value)
        }
    }

    // MARK: By type

    private static func check(_ predicate: Model.Predicate, _ value: JSONValue) -> Answer {
        if case .string(let text) = value {
            switch predicate {
            case .startsWith, .endsWith, .contains, .matches, .isEmpty, .exists: return check(predicate, text)
            case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual: break
            }
        }
        switch predicate {
        case .exists: return .holds
        case .equal(let other), .notEqual(let other):
            guard value.isComparable(with: other) else { return mismatch(value, needed: article(other)) }
            return Answer(value.isEqual(to: other) != isInverse(predicate))
        case .greater(let other), .greaterOrEqual(let other), .less(let other), .lessOrEqual(let other):
            guard let one = value.double else { return mismatch(value, needed: "a number") }
            guard let two = other.double else {
                return .undecided("compared with \(article(other)), where a number is needed")
            }
            if case (.integer(let one), .integer(let two)) = (value, other) { return compare(predicate, one, two) }
            return compare(predicate, one, two)
        case .contains(let text):
            guard case .array(let items) = value else { return mismatch(value, needed: "a string or an array") }
            return Answer(items.contains { $0.isEqual(to: .string(text)) })
        case .startsWith, .endsWith, .matches: return mismatch(value, needed: "a string")
        case .isEmpty:
            switch value {
            case .array(let items): return Answer(items.isEmpty)
            case .object(let members): return Answer(members.isEmpty)
            case .null, .bool, .integer, .number, .string:
                return mismatch(value, needed: "a string, an array or an object")
            }
        }
    }

    /// Texts compare byte by byte; with a number they compare as the number that they spell.
    private static func check(_ predicate: Model.Predicate, _ text: String) -> Answer {
        switch predicate {
        case .exists: return .holds
        case .isEmpty: return Answer(text.isEmpty)
        case .startsWith(let part): return Answer(text.utf8.starts(with: part.utf8))
        case .endsWith(let part): return Answer(text.utf8.reversed().starts(with: part.utf8.reversed()))
        case .contains(let part): return Answer(part.isEmpty || Data(text.utf8).range(of: Data(part.utf8)) != nil)
        case .matches(let pattern):
            switch BoundedRegex.search(pattern, in: text) {
            case .found: return .holds
            case .notFound: return .fails
            case .undecided(let reason): return .undecided(reason)
            }
        case .equal(let other), .notEqual(let other):
            switch other {
            case .string(let wanted):
                // As a shell's `$(…)` does: nobody means the line break that ends what a command prints.
                let isEqual =
                    text.utf8.elementsEqual(wanted.utf8)
                    || text.utf8.elementsEqual((wanted + "\n").utf8) || text.utf8.elementsEqual((wanted + "\r\n").utf8)
                return Answer(isEqual != isInverse(predicate))
            case .bool(let wanted): return Answer((text.trimmed == "\(wanted)") != isInverse(predicate))
            case .integer, .number, .null, .array, .object: return check(predicate, number(text))
            }
        case .greater, .greaterOrEqual, .less, .lessOrEqual: return check(predicate, number(text))
        }
    }

    /// What is found in the kept parts is there; what isn't may stand in the part that is gone.
    private static func checkCut(_ predicate: Model.Predicate, _ text: String) -> Answer {
        let answer = check(predicate, text)
        switch (predicate, answer) {
        case (.contains, .fails), (.matches, .fails):
            return .undecided("not in the parts of the output that were kept")
        default: return answer
        }
    }

    private static func check(_ predicate: Model.Predicate, _ duration: Duration) -> Answer {
        switch predicate {
        case .exists: return .holds
        case .isEmpty, .startsWith, .endsWith, .contains, .matches: return .undecided("a duration is no text")
        case .equal(let other), .notEqual(let other), .greater(let other), .greaterOrEqual(let other), .less(let other),
            .lessOrEqual(let other):
            guard let span = other.string.flatMap({ TimeSpan($0) }) else {
                return .undecided("compared with `\(other)`, which is no duration")
            }
            if case .equal = predicate { return Answer(duration.rounded == span) }
            if case .notEqual = predicate { return Answer(duration.rounded != span) }
            return compare(predicate, duration, span.duration)
        }
    }

    // MARK: Parts

    private static func compare<Value: Comparable>(
        _ predicate: Model.Predicate, _ one: Value, _ two: Value
    ) -> Answer {
        switch predicate {
        case .greater: Answer(one > two)
        case .greaterOrEqual: Answer(one >= two)
        case .less: Answer(one < two)
        case .lessOrEqual: Answer(one <= two)
        case .equal, .notEqual, .startsWith, .endsWith, .contains, .matches, .exists, .isEmpty: .fails
        }
    }

    private static func isInverse(_ predicate: Model.Predicate) -> Bool {
        if case .notEqual = predicate { true } else { false }
    }

    /// The number that a text spells, else the text itself.
    private static func number(_ text: String) -> JSONValue {
        let trimmed = text.trimmed
        if let integer = Int64(trimmed) { return .integer(integer) }
        if let number = Double(trimmed), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static func mismatch(_ value: JSONValue, needed: String) -> Answer {
        .undecided("\(article(value)), where \(needed) is needed")
    }

    private static func article(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .integer, .array, .object: "an \(value.typeName)"
        case .bool, .number, .string: "a \(value.typeName)"
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
