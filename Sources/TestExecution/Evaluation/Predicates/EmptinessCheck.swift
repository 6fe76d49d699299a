import Model

/// `isEmpty`: a text, list or object with nothing in it.
enum EmptinessCheck {
    static func check(_ subject: Subject) -> PredicateCheck.Answer {
        switch subject {
        case .text(let text), .value(.string(let text)): PredicateCheck.Answer(text.isEmpty)
        case .value(.array(let items)): PredicateCheck.Answer(items.isEmpty)
        case .value(.object(let members)): PredicateCheck.Answer(members.isEmpty)
        case .bytes(let bytes): PredicateCheck.Answer(bytes.isEmpty)
        case .duration: .undecided("a duration is no text")
        case .date: .undecided("a date is no text")
        case .value: .mismatch(subject, needed: "a string, an array or an object")
        case .cut, .fields, .elements, .nodes, .missing, .invalid: .fails
        }
    }
}
