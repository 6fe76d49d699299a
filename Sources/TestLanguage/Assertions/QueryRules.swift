import Model

/// Which predicates and values make sense for a query whose type is known.
enum QueryRules {
    static func check(_ name: PredicateName, of query: Query, span: TextSpan) throws(LanguageError) {
        let isNumber =
            switch query {
            case .status, .exitCode, .duration: true
            case .header, .body, .json, .stdout, .stderr: false
            }
        guard isNumber, name.isAboutText else { return }
        throw LanguageError(
            "`\(query)` is no text: compare it with one of == != > >= < <=, not with `\(name.rawValue)`", span: span)
    }

    /// The value as it is kept for this query; errors when no value of the query could ever be like it.
    static func value(_ value: JSONValue, of query: Query, span: TextSpan) throws(LanguageError) -> JSONValue {
        switch query {
        case .header, .body, .json, .stdout, .stderr: return value
        case .duration:
            if let text = value.string, let span = TimeSpan(text) { return .string(span.description) }
            if case .integer(let number) = value {
                throw LanguageError("`\(number)` needs a unit, for example `\(number)ms`", span: span)
            }
            throw LanguageError("`\(value.templateText)` is no duration: write for example `300ms`", span: span)
        case .status, .exitCode:
            if case .integer = value { return value }
            let hint =
                query == .status && value.string.flatMap(StatusExpectation.Pattern.init) != nil
                ? "; families of statuses go into `expect: {status: \(value.templateText)}`" : ""
            throw LanguageError(
                "`\(query)` is an integer, and `\(value.templateText)` is none\(hint)", span: span)
        }
    }
}
