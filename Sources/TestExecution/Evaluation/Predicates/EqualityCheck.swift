import Foundation
import Model
import TestLanguage

/// `==`: values by type and content, texts byte by byte, with a number as the number that they spell.
enum EqualityCheck {
    static func check(_ subject: Subject, _ other: JSONValue) -> PredicateCheck.Answer {
        switch subject {
        case .value(let value):
            guard value.isComparable(with: other) else { return .mismatch(subject, needed: other.typeNoun) }
            return PredicateCheck.Answer(value.isEqual(to: other))
        case .text(let text): return check(text, other)
        case .duration(let duration):
            guard let span = other.string.flatMap({ TimeSpan($0) }) else {
                return .undecided("compared with `\(other)`, which is no duration")
            }
            return PredicateCheck.Answer(duration.rounded == span)
        case .date(let date):
            guard let wanted = other.string.flatMap(DateFormat.isoDate) else {
                return .undecided("compared with `\(other)`, which is no date")
            }
            return PredicateCheck.Answer(date == wanted)
        case .bytes: return .mismatch(subject, needed: other.typeNoun)
        case .cut, .fields, .elements, .nodes, .missing, .invalid: return .fails
        }
    }

    private static func check(_ text: String, _ other: JSONValue) -> PredicateCheck.Answer {
        switch other {
        case .string(let wanted):
            // As a shell's `$(…)` does: nobody means the line break that ends what a command prints.
            return PredicateCheck.Answer(
                text.utf8.elementsEqual(wanted.utf8)
                    || text.utf8.elementsEqual((wanted + "\n").utf8) || text.utf8.elementsEqual((wanted + "\r\n").utf8))
        case .bool(let wanted): return PredicateCheck.Answer(text.trimmed == "\(wanted)")
        case .integer, .number, .null, .array, .object: return check(.value(text.asNumber), other)
        }
    }
}
