package import Model

extension Assertion {
    /// The assertion once its references are resolved: what came as text where only a number makes sense is that number.
    ///
    /// Variables and captured headers are text, so `status == ${{ vars.code }}` needs it.
    package var settled: Assertion {
        let predicate: Model.Predicate =
            switch predicate {
            case .equal(let value): .equal(wantsInteger ? Self.number(value) : value)
            case .notEqual(let value): .notEqual(wantsInteger ? Self.number(value) : value)
            case .greater(let value): .greater(query == .duration ? value : Self.number(value))
            case .greaterOrEqual(let value): .greaterOrEqual(query == .duration ? value : Self.number(value))
            case .less(let value): .less(query == .duration ? value : Self.number(value))
            case .lessOrEqual(let value): .lessOrEqual(query == .duration ? value : Self.number(value))
            case .startsWith, .endsWith, .contains, .matches, .exists, .isEmpty: predicate
            }
        return Assertion(query: query, negated: negated, predicate: predicate, text: text)
    }

    private var wantsInteger: Bool {
        switch query {
        case .status, .exitCode: true
        case .header, .body, .json, .duration, .stdout, .stderr: false
        }
    }

    private static func number(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return value }
        if let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { return value }
        return .number(number)
    }
}
