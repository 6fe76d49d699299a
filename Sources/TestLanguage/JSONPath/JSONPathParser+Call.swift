import Model

extension JSONPathParser {
    /// Reads the arguments of a function; the cursor stands at the parenthesis.
    mutating func call(_ name: String, from start: Int) throws(LanguageError) -> JSONPath.Call {
        guard let function = JSONPath.Function(rawValue: name) else {
            let known = JSONPath.Function.allCases.map(\.rawValue)
            let hint =
                NearestName.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? "known are \(known.joined(separator: ", "))"
            throw LanguageError("unknown function `\(name)`: \(hint)", span: cursor.span(from: start))
        }
        try deeper()
        defer { depth -= 1 }
        cursor.advance()
        var arguments: [JSONPath.Argument] = []
        cursor.skipBlanks()
        if cursor.current != ")" {
            repeat {
                cursor.skipBlanks()
                arguments.append(try argument(of: function))
                cursor.skipBlanks()
            } while cursor.take(",")
        }
        guard cursor.take(")") else { throw Self.unexpected(cursor) }
        guard arguments.count == function.parameterCount else {
            throw LanguageError(
                "`\(name)()` takes \(function.parameterCount == 1 ? "1 argument" : "2 arguments"), not \(arguments.count)",
                span: cursor.span(from: start))
        }
        return JSONPath.Call(function, arguments)
    }

    /// RFC 9535 §2.4.3: what an argument must be, by the type of its parameter.
    private mutating func argument(of function: JSONPath.Function) throws(LanguageError) -> JSONPath.Argument {
        let start = cursor.offset
        let operand = try operand()
        let span = cursor.span(from: start)
        switch (function.takesNodes, operand) {
        case (true, .query(let reference)): return .nodes(reference)
        case (true, _): throw LanguageError("`\(function.rawValue)()` takes a path, as `@.items[*]`", span: span)
        case (false, .query(let reference)) where !reference.path.isSingular:
            throw LanguageError(
                "`\(function.rawValue)()` takes one value: write `value(…)` around what selects more", span: span)
        case (false, .call(let call)) where call.function.isLogical:
            throw LanguageError("`\(call.function.rawValue)()` answers yes or no and is no value", span: span)
        case (false, _): return .operand(operand)
        }
    }
}

extension JSONPath.Function {
    /// It answers yes or no.
    var isLogical: Bool {
        switch self {
        case .match, .search: true
        case .length, .count, .value: false
        }
    }

    /// Its parameter is all that a query selects.
    var takesNodes: Bool {
        switch self {
        case .count, .value: true
        case .length, .match, .search: false
        }
    }

    var parameterCount: Int { isLogical ? 2 : 1 }
}
