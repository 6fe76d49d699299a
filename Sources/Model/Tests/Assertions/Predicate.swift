/// What must hold of a value.
package enum Predicate: Hashable, Sendable, Codable {
    case equal(JSONValue)
    case notEqual(JSONValue)
    case greater(JSONValue)
    case greaterOrEqual(JSONValue)
    case less(JSONValue)
    case lessOrEqual(JSONValue)
    case startsWith(String)
    case endsWith(String)
    case contains(String)
    /// Compared byte by byte.
    case bytes(ByteComparison, [UInt8])
    /// A list has an item that is equal.
    case includes(JSONValue)
    /// A regular expression that is found anywhere in the text.
    case matches(String)
    case exists
    case isEmpty
    /// It is equal to one of these, or to one of a captured list.
    case oneOf(JSONValue)
    /// Both bounds belong to it.
    case between(JSONValue, JSONValue)
    case approx(JSONValue, tolerance: JSONValue)
    case type(ValueType)
    case form(KnownForm)
    case matchesSchema(SchemaSource)
    /// A repository file whose bytes it must have.
    case equalsFile(String)
}

/// How bytes are compared.
package enum ByteComparison: String, Hashable, Sendable, Codable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case startsWith, endsWith, contains
}

/// What sort of value it must be.
package enum ValueType: String, Hashable, Sendable, Codable, CaseIterable {
    case boolean = "isBoolean"
    case collection = "isCollection"
    case date = "isDate"
    case float = "isFloat"
    case integer = "isInteger"
    case list = "isList"
    case null = "isNull"
    case number = "isNumber"
    case object = "isObject"
    case string = "isString"
}

/// What a text must look like.
package enum KnownForm: String, Hashable, Sendable, Codable, CaseIterable {
    case ipv4 = "isIpv4"
    case ipv6 = "isIpv6"
    case isoDate = "isIsoDate"
    case url = "isUrl"
    case uuid = "isUuid"
}

/// Where a JSON Schema stands.
package enum SchemaSource: Hashable, Sendable, Codable {
    /// Among the files of the repository.
    case file(String)
    /// In the line itself.
    case inline(JSONValue)
}
