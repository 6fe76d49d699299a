import Model

/// The pseudo-classes that say something of a document at rest.
enum CSSPseudoClass: String, CaseIterable {
    case firstChild = "first-child"
    case lastChild = "last-child"
    case onlyChild = "only-child"
    case firstOfType = "first-of-type"
    case lastOfType = "last-of-type"
    case onlyOfType = "only-of-type"
    case nthChild = "nth-child"
    case nthLastChild = "nth-last-child"
    case nthOfType = "nth-of-type"
    case nthLastOfType = "nth-last-of-type"
    case empty, root, not, checked, disabled, enabled

    var takesArgument: Bool {
        switch self {
        case .nthChild, .nthLastChild, .nthOfType, .nthLastOfType, .not: true
        case .firstChild, .lastChild, .onlyChild, .firstOfType, .lastOfType, .onlyOfType, .empty, .root, .checked,
            .disabled, .enabled:
            false
        }
    }

    /// It counts siblings of the same name, which XPath 1.0 can only do of a name that is known.
    var needsElement: Bool {
        switch self {
        case .firstOfType, .lastOfType, .onlyOfType, .nthOfType, .nthLastOfType: true
        case .firstChild, .lastChild, .onlyChild, .nthChild, .nthLastChild, .empty, .root, .not, .checked, .disabled,
            .enabled:
            false
        }
    }
}

extension CSSParser {
    /// - Parameter element: the name of the element that the compound speaks of, or `*`.
    mutating func pseudoClass(of element: String) throws(LanguageError) -> String {
        let start = cursor.offset
        let name = try name()
        let known = CSSPseudoClass.allCases.map(\.rawValue)
        guard let pseudoClass = CSSPseudoClass(rawValue: name.lowercased()) else {
            let hint =
                NearestName.nearest(to: name, among: known).map { "did you mean `:\($0)`?" }
                ?? "known are \(known.map { ":\($0)" }.joined(separator: " "))"
            throw LanguageError("unknown pseudo-class `:\(name)`: \(hint)", span: cursor.span(from: start))
        }
        guard element != "*" || !pseudoClass.needsElement else {
            let written = pseudoClass.takesArgument ? "\(pseudoClass.rawValue)(2)" : pseudoClass.rawValue
            throw LanguageError(
                "`:\(pseudoClass.rawValue)` counts elements of one name: name the element: `p:\(written)`",
                span: cursor.span(from: start))
        }
        guard !(isNegated && pseudoClass == .not) else {
            throw LanguageError("`:not` can't stand in `:not`", span: cursor.span(from: start))
        }
        guard pseudoClass.takesArgument else { return Self.condition(pseudoClass, element) }
        guard cursor.take("(") else { throw unexpected() }
        cursor.skipBlanks()
        let condition: String
        if pseudoClass == .not {
            condition = "not(\(try negated(of: element)))"
        } else {
            condition = Self.condition(pseudoClass, element, try formula())
        }
        cursor.skipBlanks()
        guard cursor.take(")") else { throw unexpected() }
        return condition
    }

    /// One compound without a negation in it, as Level 3 has it.
    private mutating func negated(of outer: String) throws(LanguageError) -> String {
        isNegated = true
        defer { isNegated = false }
        var element = outer
        var conditions: [String] = []
        if let scalar = cursor.current, scalar.isASCIILetter {
            element = try name().lowercased()
            conditions.append("self::\(element)")
        }
        while let condition = try condition(of: element) { conditions.append("(\(condition))") }
        guard !conditions.isEmpty else { throw unexpected() }
        return conditions.joined(separator: " and ")
    }

    /// `an+b`, `odd`, `even` or a number.
    private mutating func formula() throws(LanguageError) -> (step: Int, start: Int) {
        let begin = cursor.offset
        let text = cursor.take { $0 != ")" }.lowercased().filter { !$0.isWhitespace }
        switch text {
        case "odd": return (2, 1)
        case "even": return (2, 0)
        default: break
        }
        if let number = Int(text) { return (0, number) }
        let parts = text.split(separator: "n", omittingEmptySubsequences: false)
        if parts.count == 2 {
            let step: Int? =
                switch parts[0] {
                case "", "+": 1;
                case "-": -1;
                default: Int(parts[0])
                }
            let start: Int? = parts[1].isEmpty ? 0 : Int(parts[1])
            if let step, let start { return (step, start) }
        }
        throw LanguageError(
            "`\(text)` is no place: write for example `2`, `odd` or `3n+1`", span: cursor.span(from: begin))
    }

    private static func condition(
        _ pseudoClass: CSSPseudoClass, _ element: String, _ formula: (step: Int, start: Int) = (0, 1)
    ) -> String {
        switch pseudoClass {
        case .firstChild: "not(preceding-sibling::*)"
        case .lastChild: "not(following-sibling::*)"
        case .onlyChild: "not(preceding-sibling::* or following-sibling::*)"
        case .firstOfType: "not(preceding-sibling::\(element))"
        case .lastOfType: "not(following-sibling::\(element))"
        case .onlyOfType: "not(preceding-sibling::\(element) or following-sibling::\(element))"
        case .nthChild: place("count(preceding-sibling::*) + 1", formula)
        case .nthLastChild: place("count(following-sibling::*) + 1", formula)
        case .nthOfType: place("count(preceding-sibling::\(element)) + 1", formula)
        case .nthLastOfType: place("count(following-sibling::\(element)) + 1", formula)
        case .empty: "not(* or text())"
        case .root: "not(parent::*)"
        case .checked: "@checked or @selected"
        case .disabled: "@disabled"
        case .enabled:
            "(self::input or self::button or self::select or self::textarea or self::option) and not(@disabled)"
        case .not: "true()"
        }
    }

    private static func place(_ position: String, _ formula: (step: Int, start: Int)) -> String {
        let (step, start) = formula
        if step == 0 { return "\(position) = \(start)" }
        let bound = step > 0 ? ">=" : "<="
        return "\(position) \(bound) \(start) and (\(position) - \(start)) mod \(step.magnitude) = 0"
    }
}
