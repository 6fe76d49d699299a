import Model

/// `includes` and `in`.
enum InclusionCheck {
    static func includes(_ subject: Subject, _ value: JSONValue) -> PredicateCheck.Answer {
        guard let items = subject.asList else { return .mismatch(subject, needed: "an array") }
        return PredicateCheck.Answer(items.contains { $0.isEqual(to: value) })
    }

    /// Undecided when it can be compared with none of them.
    static func isOne(_ subject: Subject, of list: JSONValue) -> PredicateCheck.Answer {
        guard case .array(let values) = list else {
            return .undecided("compared with \(list.typeNoun), where an array is needed")
        }
        let answers = values.map { EqualityCheck.check(subject, $0) }
        if answers.contains(.holds) { return .holds }
        return answers.contains(.fails) ? .fails : answers.first ?? .fails
    }
}
