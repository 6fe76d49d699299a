import Model
import TestLanguage

/// Whether a predicate holds of what a query found.
enum PredicateCheck {
    enum Answer: Hashable {
        case holds, fails
        /// The question makes no sense or can't be answered; a failure with `not` too. Says why.
        case undecided(String)

        init(_ holds: Bool) { self = holds ? .holds : .fails }

        /// What `not` makes of it, an undecided one aside.
        var inverted: Answer {
            switch self {
            case .holds: .fails
            case .fails: .holds
            case .undecided: self
            }
        }

        /// The value is of a type that the predicate does not ask about; names both.
        static func mismatch(_ subject: Subject, needed: String) -> Answer {
            .undecided("\(subject.typeName), where \(needed) is needed")
        }
    }

    /// - Parameter files: those of the scratch folder, for schemas and contents that are files.
    static func check(_ predicate: Model.Predicate, _ subject: Subject, files: ScratchFiles? = nil) -> Answer {
        switch subject {
        // The caller knows that only `not exists` holds of nothing.
        case .missing: .fails
        case .invalid(let reason): .undecided(reason)
        case .cut(let text): checkCut(predicate, text, files)
        case .nodes(let nodes):
            predicate == .exists ? Answer(!nodes.isEmpty) : ask(predicate, .value(.array(nodes)), files)
        case .elements(let elements): check(predicate, elements: elements, files)
        case .fields(let fields):
            asksOfLists(predicate) && fields.count > 1
                ? ask(predicate, .value(.array(fields.map(JSONValue.string))), files)
                : ask(predicate, includesOne(predicate) ? subject : .text(fields.joined(separator: ", ")), files)
        case .value, .text, .bytes, .duration, .date: ask(predicate, subject, files)
        }
    }

    private static func ask(_ predicate: Model.Predicate, _ subject: Subject, _ files: ScratchFiles?) -> Answer {
        switch predicate {
        case .exists: .holds
        case .equal(let value): EqualityCheck.check(subject, value)
        case .notEqual(let value): EqualityCheck.check(subject, value).inverted
        case .greater(let value): OrderCheck.check(subject, .greater, value)
        case .greaterOrEqual(let value): OrderCheck.check(subject, .greaterOrEqual, value)
        case .less(let value): OrderCheck.check(subject, .less, value)
        case .lessOrEqual(let value): OrderCheck.check(subject, .lessOrEqual, value)
        case .between(let low, let high): OrderCheck.check(subject, between: low, and: high)
        case .approx(let value, let tolerance): ApproximationCheck.check(subject, value, tolerance: tolerance)
        case .startsWith(let part): TextCheck.startsWith(subject, part)
        case .endsWith(let part): TextCheck.endsWith(subject, part)
        case .contains(let part): TextCheck.contains(subject, part)
        case .matches(let pattern): TextCheck.matches(subject, pattern)
        case .bytes(let comparison, let bytes): ByteCheck.check(subject, comparison, bytes)
        case .includes(let value): InclusionCheck.includes(subject, value)
        case .oneOf(let list): InclusionCheck.isOne(subject, of: list)
        case .isEmpty: EmptinessCheck.check(subject)
        case .type(let type): TypeCheck.check(subject, type)
        case .form(let form): FormCheck.check(subject, form)
        case .matchesSchema(let source): SchemaCheck.check(subject, source, files)
        case .equalsFile(let path): FileCheck.check(subject, path, files)
        }
    }

    /// What is found in the kept parts is there; what isn't may stand in the part that is gone.
    private static func checkCut(_ predicate: Model.Predicate, _ text: String, _ files: ScratchFiles?) -> Answer {
        let answer = ask(predicate, .text(text), files)
        switch (predicate, answer) {
        case (.contains, .fails), (.matches, .fails), (.bytes, .fails):
            return .undecided("not in the parts of the output that were kept")
        case (.equalsFile, _), (.matchesSchema, _):
            return .undecided("a part of the output is missing")
        default: return answer
        }
    }

    private static func check(
        _ predicate: Model.Predicate, elements: [String], _ files: ScratchFiles?
    ) -> Answer {
        if predicate == .exists { return Answer(!elements.isEmpty) }
        if asksOfLists(predicate) { return ask(predicate, .value(.array(elements.map(JSONValue.string))), files) }
        switch elements.count {
        case 0: return .undecided("nothing was found")
        case 1: return ask(predicate, .text(elements[0]), files)
        default: return .undecided("\(elements.count) were found, where one is needed")
        }
    }

    /// It makes sense of a list as a whole.
    private static func asksOfLists(_ predicate: Model.Predicate) -> Bool {
        switch predicate {
        case .includes, .isEmpty, .type, .matchesSchema: true
        case .equal(let value), .notEqual(let value): if case .array = value { true } else { false }
        default: false
        }
    }

    private static func includesOne(_ predicate: Model.Predicate) -> Bool {
        if case .includes = predicate { true } else { false }
    }
}
