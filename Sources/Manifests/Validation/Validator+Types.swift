import Model

extension Validator {
    /// Walks a node of any type.
    mutating func walk(_ node: YAMLNode, _ type: FieldType) -> Walked {
        switch type {
        case .object(let schema): return walk(node, schema: schema)
        case .list(let item, let minimum): return walkList(node, of: item, minimum: minimum)
        case .map(let keys, let values): return walkMap(node, keys: keys, values: values)
        case .anyJSON(let references): return Walked(json(node, references: references))
        case .statusExpectation: return Walked(status(node))
        case .capture(let schema): return capture(node, schema)
        case .schedule(let schema): return schedule(node, schema)
        case .assertion: return assertion(node)
        case .query: return query(node)
        case .secretSource: return secretSource(node)
        case .condition: return condition(node)
        case .shared(let shared): return walk(node, schema: shared.schema)
        case .either(let scalar, let structured): return walkEither(node, scalar: scalar, structured: structured)
        case .string, .dnsLabel, .boolean, .count, .integer, .number, .duration, .size, .cpu, .cron, .timeOfDay,
            .timeZone, .percentage, .enumeration, .durationExpectation, .objectName, .objectPath, .serviceName, .url,
            .secretReference:
            guard case .scalar(let scalar) = node.content else {
                wrongType(node, wanted: type.noun)
                return .invalid
            }
            guard accepts(tagOf: node) else { return .invalid }
            return Walked(self.scalar(scalar.value(tag: node.tag), scalar.text, node, type) ?? .null)
        }
    }

    /// What has the shape of the second form is meant as it, anything else as the first.
    private mutating func walkEither(_ node: YAMLNode, scalar: FieldType, structured: FieldType) -> Walked {
        switch (node.content, structured) {
        case (.sequence, .list), (.mapping, .map), (.mapping, .object), (.mapping, .shared):
            return walk(node, structured)
        case (.scalar, _): return walk(node, scalar)
        case (.sequence, _), (.mapping, _):
            if case (.sequence, .list) = (node.content, scalar) { return walk(node, scalar) }
            wrongType(node, wanted: FieldType.either(scalar: scalar, structured: structured).noun)
            return .invalid
        }
    }

    /// Walks a scalar; nil when it had an error.
    private mutating func scalar(
        _ value: YAMLScalar.Value, _ text: String, _ node: YAMLNode, _ type: FieldType
    ) -> JSONValue? {
        switch type {
        case .string(let rule): return self.text(value, text, node, rule)
        case .boolean:
            if case .bool(let flag) = value { return .bool(flag) }
        case .count(let range): return count(value, node, range)
        case .integer:
            if case .integer(let number) = value { return .integer(number) }
        case .number:
            if case .integer(let number) = value { return .integer(number) }
            if case .number(let number) = value, number.isFinite { return JSONValue(shortest: number) }
        case .cpu:
            if case .integer(let number) = value, number >= 0 { return .string("\(number)") }
            return quantity(value, node, type) { CPUQuantity($0) != nil }
        case .size: return quantity(value, node, type) { ByteSize($0) != nil }
        case .duration(let positive):
            return quantity(value, node, type) { text in
                guard let span = TimeSpan(text) else { return false }
                return !positive || span.milliseconds > 0
            }
        case .durationExpectation: return quantity(value, node, type) { DurationExpectation($0) != nil }
        case .percentage:
            return quantity(value, node, type) { text in
                guard text.hasSuffix("%"), let number = Int(text.dropLast()) else { return false }
                return (0...100).contains(number) && text != "-0%"
            }
        case .enumeration(let values): return enumeration(value, text, node, values)
        case .dnsLabel, .objectName, .objectPath, .serviceName, .url, .secretReference:
            guard case .string(let name) = value else { break }
            return self.name(name, node, type)
        case .cron, .timeOfDay, .timeZone:
            guard case .string(let text) = value else { break }
            return self.schedule(text, node, type)
        case .list, .map, .object, .anyJSON, .statusExpectation, .assertion, .query, .capture, .secretSource, .schedule,
            .either, .condition, .shared:
            break
        }
        wrongType(node, wanted: type.noun)
        return nil
    }

    private mutating func count(_ value: YAMLScalar.Value, _ node: YAMLNode, _ range: ClosedRange<Int>) -> JSONValue? {
        guard case .integer(let number) = value, range.contains(Int(number)) else {
            wrongType(node, wanted: FieldType.count(range).noun)
            return nil
        }
        return .integer(number)
    }

    /// A text with a unit; a bare number is told which unit it could have.
    private mutating func quantity(
        _ value: YAMLScalar.Value, _ node: YAMLNode, _ type: FieldType, accepts: (String) -> Bool
    ) -> JSONValue? {
        switch value {
        case .string(let text):
            if accepts(text) { return .string(text) }
            wrongType(node, wanted: type.noun)
        case .integer, .number, .largeInteger:
            let text = node.keyText ?? ""
            guard let unit = type.exampleUnit else {
                wrongType(node, wanted: type.noun)
                return nil
            }
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            let example = isPlain ? "\(unit.prefix)\(text)\(unit.suffix)" : type.example
            error("`\(path.fieldName): \(text)` needs a unit, for example `\(example)`", at: node)
        case .null, .bool: wrongType(node, wanted: type.noun)
        }
        return nil
    }

    private mutating func enumeration(
        _ value: YAMLScalar.Value, _ source: String, _ node: YAMLNode, _ values: [EnumerationValue]
    ) -> JSONValue? {
        let available = values.filter(\.isAvailable).map(\.name)
        guard let text = Self.name(value, source, among: available) else {
            wrongType(node, wanted: "one of \(Wording.list(available))")
            return nil
        }
        guard let known = values.first(where: { $0.name == text }) else {
            let nearest = NearestName.nearest(to: text, among: available)
            let hint = nearest.map { "did you mean `\($0)`?" } ?? "it must be one of \(Wording.list(available))"
            error("`\(path.fieldName)` can't be `\(Wording.shortened(text))`: \(hint)", at: node)
            return nil
        }
        guard known.isAvailable else {
            let list = available.joined(separator: ", ")
            error("\(path.fieldName) `\(text)` is not available in this version; available: \(list)", at: node)
            return nil
        }
        if known.support != .actedOn { note(known.support, of: "\(path.fieldName) `\(text)`", at: node) }
        return .string(text)
    }

    /// A value that looks like a number (`http: 2`) is meant by its text.
    private static func name(_ value: YAMLScalar.Value, _ source: String, among names: [String]) -> String? {
        switch value {
        case .string(let text): text
        case .integer, .largeInteger, .number: names.contains(source) ? source : nil
        case .null, .bool: nil
        }
    }

    private mutating func status(_ node: YAMLNode) -> JSONValue {
        if case .sequence(let items) = node.content, accepts(tagOf: node) {
            if items.isEmpty { error("`\(path.fieldName)` must not be empty", at: node) }
            return .array(
                items.enumerated().map { index, item in within(.index(index)) { $0.statusPattern(item) } })
        }
        return statusPattern(node)
    }

    private mutating func statusPattern(_ node: YAMLNode) -> JSONValue {
        if case .scalar(let scalar) = node.content, accepts(tagOf: node) {
            switch scalar.value(tag: node.tag) {
            case .integer(let number) where (100...599).contains(number): return .integer(number)
            case .string(let text) where StatusExpectation.Pattern(text) != nil: return .string(text)
            case .integer, .string, .null, .bool, .largeInteger, .number: break
            }
        }
        wrongType(node, wanted: FieldType.statusExpectation.noun)
        return .null
    }

    /// Any node as JSON.
    mutating func json(_ node: YAMLNode, references: TextRule.References) -> JSONValue {
        guard accepts(tagOf: node) else { return .null }
        switch node.content {
        case .sequence(let items):
            return .array(
                items.enumerated().map { index, item in within(.index(index)) { $0.json(item, references: references) }
                })
        case .mapping(let entries):
            var result: [String: JSONValue] = [:]
            for (key, entry) in members(of: entries) {
                result[key] = within(.key(key)) { $0.json(entry.value, references: references) }
            }
            return .object(result)
        case .scalar(let scalar):
            switch scalar.value(tag: node.tag) {
            case .null: return .null
            case .bool(let flag): return .bool(flag)
            case .integer(let number): return .integer(number)
            case .number(let number) where number.isFinite: return JSONValue(shortest: number)
            case .largeInteger, .number:
                error("`\(Wording.shortened(scalar.text))` has no exact form in JSON: put it between quotes", at: node)
                return .null
            case .string(let text):
                return self.text(.string(text), text, node, TextRule(references: references)) ?? .null
            }
        }
    }
}

extension JSONValue {
    /// `72.0` is 72, as it is after it was written and read again.
    fileprivate init(shortest number: Double) {
        self = number.rounded() == number && abs(number) < 0x1p53 ? .integer(Int64(number)) : .number(number)
    }
}
