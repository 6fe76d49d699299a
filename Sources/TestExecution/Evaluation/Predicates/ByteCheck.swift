import Foundation
import Model

/// Comparisons with bytes: of bytes, or of a text that is no JSON value, such as a body.
enum ByteCheck {
    static func check(
        _ subject: Subject, _ comparison: ByteComparison, _ other: [UInt8]
    ) -> PredicateCheck.Answer {
        let bytes: [UInt8]
        switch subject {
        case .bytes(let found): bytes = found
        case .text(let text): bytes = Array(text.utf8)
        case .value, .cut, .fields, .elements, .nodes, .duration, .date, .missing, .invalid:
            return .undecided("\(subject.typeName), where bytes are needed")
        }
        switch comparison {
        case .equal: return PredicateCheck.Answer(bytes == other)
        case .notEqual: return PredicateCheck.Answer(bytes != other)
        case .startsWith: return PredicateCheck.Answer(bytes.starts(with: other))
        case .endsWith: return PredicateCheck.Answer(bytes.suffix(other.count) == other[...])
        case .contains: return PredicateCheck.Answer(other.isEmpty || Data(bytes).range(of: Data(other)) != nil)
        }
    }
}
