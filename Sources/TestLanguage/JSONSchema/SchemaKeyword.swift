import Model

/// What one schema object demands, its subschemas by their number.
enum SchemaKeyword: Sendable {
    case type([SchemaType])
    case enumeration([JSONValue])
    case const(JSONValue)
    case multipleOf(JSONValue)
    case maximum(JSONValue)
    case exclusiveMaximum(JSONValue)
    case minimum(JSONValue)
    case exclusiveMinimum(JSONValue)
    case maxLength(Int)
    case minLength(Int)
    case pattern(String)
    case maxItems(Int)
    case minItems(Int)
    case uniqueItems
    case maxProperties(Int)
    case minProperties(Int)
    case required([String])
    case dependentRequired([String: [String]])
    case format(SchemaFormat)

    case prefixItems([Int])
    /// Of the items after so many.
    case items(Int, after: Int)
    case contains(Int, least: Int, most: Int?)
    case properties([String: Int])
    case patternProperties([String: Int])
    /// Of the members that neither `properties` nor `patternProperties` of the same object names.
    case additionalProperties(Int, names: Set<String>, patterns: [String])
    case propertyNames(Int)
    case dependentSchemas([String: Int])
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case conditional(Int, then: Int?, otherwise: Int?)
    case reference(Int)
    /// - Parameter anchor: nil where it is an ordinary reference.
    case dynamicReference(Int, anchor: String?)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)

    /// It looks at what the others have evaluated, so it comes last.
    var isLate: Bool {
        switch self {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}

/// The types of JSON Schema, of which an integer is a number too.
enum SchemaType: String, Sendable, CaseIterable {
    case null, boolean, object, array, number, string, integer

    func accepts(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array), (.string, .string): true
        case (.number, .integer), (.number, .number), (.integer, .integer): true
        case (.integer, .number(let number)): number.rounded() == number
        default: false
        }
    }
}

/// A schema object, or one of the two boolean schemas.
struct SchemaNode: Sendable {
    enum Content: Sendable {
        case boolean(Bool)
        case keywords([SchemaKeyword])
    }

    /// The number of the resource that it belongs to.
    let resource: Int
    /// Where it stands, for people.
    let place: String
    var content: Content
}
