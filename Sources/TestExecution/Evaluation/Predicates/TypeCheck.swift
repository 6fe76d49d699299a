import Model

/// `isString` and the other questions about the type, which every value has an answer to.
enum TypeCheck {
    static func check(_ subject: Subject, _ type: ValueType) -> PredicateCheck.Answer {
        switch subject {
        case .value(let value): PredicateCheck.Answer(type.accepts(value))
        case .text: PredicateCheck.Answer(type == .string)
        case .date: PredicateCheck.Answer(type == .date)
        case .bytes, .duration: .fails
        case .cut: PredicateCheck.Answer(type == .string)
        case .fields, .elements, .nodes: PredicateCheck.Answer(type == .list || type == .collection)
        case .missing, .invalid: .fails
        }
    }
}

extension ValueType {
    fileprivate func accepts(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.boolean, .bool), (.null, .null), (.list, .array), (.object, .object), (.string, .string): true
        case (.collection, .array), (.collection, .object): true
        case (.integer, .integer), (.float, .number), (.number, .integer), (.number, .number): true
        default: false
        }
    }
}
