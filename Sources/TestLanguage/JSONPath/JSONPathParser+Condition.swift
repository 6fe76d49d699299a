import Model

extension JSONPathParser {
    /// `logical-expr` of RFC 9535 §2.3.5.1.
    mutating func condition() throws(LanguageError) -> JSONPath.Condition {
        cursor.skipBlanks()
        var parts = [try conjunction()]
        while try takes("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(LanguageError) -> JSONPath.Condition {
        var parts = [try basic()]
        while try takes("&&") { parts.append(try basic()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    /// Moves past an operator and the blanks around it, if it is next.
    private mutating func takes(_ word: String) throws(LanguageError) -> Bool {
        let end = cursor.offset
        cursor.skipBlanks()
        guard cursor.startsWith(word) else {
            cursor.move(to: end)
            return false
        }
        cursor.advance(by: 2)
        cursor.skipBlanks()
        return true
    }

    private mutating func basic() throws(LanguageError) -> JSONPath.Condition {
        if cursor.take("!") {
            cursor.skipBlanks()
            if cursor.current == "(" { return .not(try parenthesized()) }
            let start = cursor.offset
            return .not(try test(try operand(), from: start))
        }
        if cursor.current == "(" { return try parenthesized() }
        let start = cursor.offset
        let left = try operand()
        let end = cursor.offset
        cursor.skipBlanks()
        guard let comparison = JSONPath.Comparison.allCases.first(where: { cursor.startsWith($0.rawValue) }) else {
            cursor.move(to: end)
            return try test(left, from: start)
        }
        try checkComparable(left, from: start, to: end)
        cursor.advance(by: comparison.rawValue.count)
        cursor.skipBlanks()
        let second = cursor.offset
        let right = try operand()
        try checkComparable(right, from: second, to: cursor.offset)
        return .compare(left, comparison, right)
    }

    private mutating func parenthesized() throws(LanguageError) -> JSONPath.Condition {
        try deeper()
        defer { depth -= 1 }
        cursor.advance()
        let inside = try condition()
        cursor.skipBlanks()
        guard cursor.take(")") else { throw Self.unexpected(cursor) }
        return inside
    }

    /// A literal, a query or a call of a function.
    mutating func operand() throws(LanguageError) -> JSONPath.Operand {
        switch cursor.current {
        case "@"?, "$"?: return .query(try reference())
        case "'"?, "\""?: return .literal(.string(try JSONPathString.parse(at: &cursor)))
        case let scalar? where scalar.isASCIIDigit || scalar == "-": return .literal(try number())
        case let scalar? where scalar.isASCIILetter: return try word()
        default: throw Self.unexpected(cursor)
        }
    }

    private mutating func reference() throws(LanguageError) -> JSONPath.Reference {
        let root: JSONPath.Reference.Root = cursor.take("@") ? .current : .document
        if root == .document { cursor.advance() }
        return JSONPath.Reference(root, try segments())
    }

    private mutating func word() throws(LanguageError) -> JSONPath.Operand {
        let start = cursor.offset
        let word = cursor.take { $0.isASCIILetter || $0.isASCIIDigit || $0 == "_" }
        if cursor.current == "(" { return .call(try call(word, from: start)) }
        switch word {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        default:
            throw LanguageError(
                "`\(word)` is no literal of JSON: a text stands between quotes", span: cursor.span(from: start))
        }
    }

    private mutating func number() throws(LanguageError) -> JSONValue {
        let start = cursor.offset
        _ = cursor.take("-")
        let digits = cursor.take(while: \.isASCIIDigit)
        var isValid = digits == "0" || !digits.isEmpty && !digits.hasPrefix("0")
        var isInteger = true
        if cursor.current == "." {
            isInteger = false
            cursor.advance()
            if cursor.take(while: \.isASCIIDigit).isEmpty { isValid = false }
        }
        if cursor.current == "e" || cursor.current == "E" {
            isInteger = false
            cursor.advance()
            if !cursor.take("+") { _ = cursor.take("-") }
            if cursor.take(while: \.isASCIIDigit).isEmpty { isValid = false }
        }
        let text = cursor.text(from: start)
        if isValid, isInteger, let integer = Int64(text) { return .integer(integer) }
        guard isValid, let number = Double(text), number.isFinite else {
            throw LanguageError("`\(text)` is no number of JSON", span: cursor.span(from: start))
        }
        return .number(number)
    }

    // MARK: What may stand where

    private func checkComparable(
        _ operand: JSONPath.Operand, from start: Int, to end: Int
    ) throws(LanguageError) {
        let span = TextSpan(offset: start, length: end - start)
        switch operand {
        case .literal: return
        case .query(let reference):
            guard !reference.path.isSingular else { return }
            throw LanguageError("only what selects one value can be compared, as `@.id`", span: span)
        case .call(let call):
            guard call.function.isLogical else { return }
            throw LanguageError("`\(call.function.rawValue)()` answers yes or no and can't be compared", span: span)
        }
    }

    private func test(_ operand: JSONPath.Operand, from start: Int) throws(LanguageError) -> JSONPath.Condition {
        switch operand {
        case .query(let reference): return .exists(reference)
        case .call(let call) where call.function.isLogical: return .call(call)
        case .call(let call):
            throw LanguageError(
                "`\(call.function.rawValue)()` is a value: compare it, as in `\(call.function.rawValue)(@.a) == 2`",
                span: cursor.span(from: start))
        case .literal:
            throw LanguageError("a literal alone is no condition: compare it", span: cursor.span(from: start))
        }
    }
}
