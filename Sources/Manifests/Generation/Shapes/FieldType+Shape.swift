import Model

extension FieldType {
    /// What others can check of it.
    var shape: ValueShape {
        switch self {
        case .string(let rule): .scalar(rule.shape)
        case .dnsLabel, .objectName, .serviceName: .scalar(.text("name", pattern: Expressions.dnsLabel))
        case .boolean: .scalar(ScalarShape(word: "boolean", types: [.boolean]))
        case .count(let range):
            .scalar(
                ScalarShape(
                    word: "integer", types: [.integer], minimum: range.lowerBound,
                    maximum: range.upperBound == .max ? nil : range.upperBound))
        case .integer: .scalar(ScalarShape(word: "integer", types: [.integer]))
        case .number: .scalar(ScalarShape(word: "number", types: [.number]))
        case .duration(let positive):
            .scalar(.text("duration", pattern: positive ? Expressions.positiveDuration : Expressions.duration))
        case .size: .scalar(.text("size", pattern: Expressions.size))
        case .cpu: .scalar(ScalarShape(word: "cpu", types: [.string, .integer], pattern: Expressions.cpu, minimum: 0))
        case .cron: .scalar(.text("cron", length: Self.line))
        case .timeOfDay: .scalar(.text("HH:MM", pattern: Expressions.timeOfDay))
        case .timeZone: .scalar(.text("time zone", pattern: Expressions.timeZone))
        case .schedule(let schema):
            .either(
                .scalar(ScalarShape(word: "string", types: [.string], values: ["hourly", "daily", "weekly"])),
                .object(schema))
        case .percentage: .scalar(.text("percentage", pattern: Expressions.percentage))
        case .enumeration(let values): .scalar(Self.shape(ofNames: values.filter(\.isAvailable).map(\.name)))
        case .list(let item, let minimum): .list(item.shape, minimum: minimum)
        case .map(let keys, let values): .map(keys: keys, values: values.shape)
        case .object(let schema): .object(schema)
        case .anyJSON: .anything
        case .statusExpectation: .either(.scalar(Self.status), .list(.scalar(Self.status), minimum: 1))
        case .durationExpectation: .scalar(.text("bound", pattern: Expressions.durationBound))
        case .assertion: .scalar(.text("assertion", length: Self.line))
        case .query: .scalar(.text("query", length: Self.line))
        case .capture(let schema): .either(.scalar(.text("query", length: Self.line)), .object(schema))
        case .objectPath: .scalar(.text("Kind/name", pattern: Expressions.objectPath))
        case .url(let schemes, let references):
            .scalar(.text("url", pattern: Expressions.url(schemes, takesReferences: references == .resolved)))
        case .secretSource:
            .either(.scalar(.text("secret source", pattern: Expressions.secretSource)), .object(Self.secretMapping))
        case .secretReference: .scalar(.text("secret reference", pattern: Expressions.secretReference))
        case .either(let scalar, let structured): .either(scalar.shape, structured.shape)
        case .condition: .scalar(ScalarShape(word: "condition", types: [.string, .boolean], length: Self.line))
        case .shared(let shared): .shared(SharedShape(name: shared.rawValue) { shared.schema })
        }
    }

    private static let secretMapping = Schema(
        "Where a secret is kept, as a mapping.",
        fields: SecretSource.Scheme.allCases.map { scheme in
            Field(scheme.rawValue, .string(TextRule(.nonEmpty)), .optional, scheme.documentation)
        },
        rules: [.exactlyOne(SecretSource.Scheme.allCases.map(\.rawValue))])

    /// Of a closed list; a name that looks like a number may be written as one.
    private static func shape(ofNames names: [String]) -> ScalarShape {
        guard names.contains(where: { Double($0) != nil }) else {
            return ScalarShape(word: "string", types: [.string], values: names)
        }
        let pattern = names.map { $0.replacing(".", with: "[.]") }.joined(separator: "|")
        return ScalarShape(word: "string", types: [.string, .number], pattern: "^(\(pattern))$")
    }

    private static let status = ScalarShape(
        word: "status", types: [.integer, .string], pattern: Expressions.status, minimum: 100, maximum: 599)

    private static let line = 1...TextRule.longest
}

extension TextRule {
    /// No text is longer than a file may be.
    static let longest = YAMLLimits().bytes

    fileprivate var shape: ScalarShape {
        let (pattern, length) = form.bounds
        let types: [ScalarShape.JSONType] = takesScalars ? [.string, .number, .boolean] : [.string]
        guard references == .resolved else {
            return ScalarShape(word: "string", types: types, pattern: pattern, length: length)
        }
        // What a reference becomes is not known yet, so a text with one is not held to the form.
        return ScalarShape(
            word: "string", types: types, pattern: pattern.map(Expressions.orReference),
            length: min(length.lowerBound, 1)...Self.longest)
    }
}

extension TextForm {
    fileprivate var bounds: (pattern: String?, length: ClosedRange<Int>) {
        switch self {
        case .any: (nil, 0...TextRule.longest)
        case .title: (Expressions.oneLine, 1...200)
        case .nonEmpty: (nil, 1...TextRule.longest)
        case .httpMethod: (Expressions.httpMethod, 1...200)
        case .urlPath: (Expressions.urlPath, 1...TextRule.longest)
        case .environmentPattern: (Expressions.environmentPattern, 1...TextRule.longest)
        case .operatorSecret: (Expressions.operatorSecret, 1...TextRule.longest)
        case .headerName: (KeyForm.header.pattern, 1...TextRule.longest)
        case .timestamp: (nil, 1...200)
        case .ignorePattern: (nil, 1...TextRule.longest)
        case .rate: (Expressions.rate, 3...TextRule.longest)
        case .loadBound: (nil, 1...TextRule.longest)
        case .change: (Expressions.change, 3...200)
        case .budget: (Expressions.budget, 2...TextRule.longest)
        case .date: (Expressions.date, 10...10)
        case .shardCount: (Expressions.shardCount, 1...TextRule.longest)
        case .commitSigner: (nil, 1...TextRule.longest)
        }
    }
}

extension SecretSource.Scheme {
    fileprivate var documentation: String {
        switch self {
        case .env: "Name of a variable of the controller's process environment, if the operator allows it."
        case .file: "Name of a file in the operator's folder of secrets."
        case .store: "Name in the encrypted store of the namespace (`rondo secret set`)."
        case .sealed: "A value that `rondo seal` encrypted for this place."
        }
    }
}
