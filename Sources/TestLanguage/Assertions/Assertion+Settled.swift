package import Model

extension Assertion {
    /// The assertion once its references are resolved: what came as text where only a number makes sense is that number.
    ///
    /// Variables and captured headers are text, so `status == ${{ vars.code }}` needs it.
    package var settled: Assertion {
        guard let predicate = settledPredicate else { return self }
        return Assertion(query: query, filters: filters, negated: negated, predicate: predicate, text: text)
    }

    /// nil when it is what it was.
    private var settledPredicate: Model.Predicate? {
        let type = extraction.type
        switch predicate {
        case .equal(let value): return type.isNumber ? .equal(number(value)) : nil
        case .notEqual(let value): return type.isNumber ? .notEqual(number(value)) : nil
        case .oneOf(.array(let items)): return type.isNumber ? .oneOf(.array(items.map(number))) : nil
        case .greater(let value): return .greater(ordered(value))
        case .greaterOrEqual(let value): return .greaterOrEqual(ordered(value))
        case .less(let value): return .less(ordered(value))
        case .lessOrEqual(let value): return .lessOrEqual(ordered(value))
        case .between(let low, let high): return .between(ordered(low), ordered(high))
        case .approx(let value, let tolerance):
            return .approx(ordered(value), tolerance: ordered(tolerance))
        case .startsWith, .endsWith, .contains, .bytes, .includes, .matches, .exists, .isEmpty, .oneOf, .type, .form,
            .matchesSchema, .equalsFile:
            return nil
        }
    }

    private func ordered(_ value: JSONValue) -> JSONValue {
        extraction.type.isOrderedByText ? value : number(value)
    }

    private func number(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return value }
        if let integer = Int64(text) { return .integer(integer) }
        if extraction.type == .size, let size = ByteSize(text) { return .integer(size.bytes) }
        guard let number = Double(text), number.isFinite else { return value }
        return .number(number)
    }
}

extension StaticType {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .number, .size: true
        case .any, .text, .list, .object, .bytes, .date, .duration, .digest: false
        }
    }
}
