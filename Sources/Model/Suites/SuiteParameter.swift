/// A value that the tests of a suite name as `params.X`.
package struct SuiteParameter: Hashable, Sendable, Codable {
    package enum ValueType: String, Hashable, Sendable, Codable, CaseIterable {
        case string, integer, number, boolean

        package func accepts(_ value: JSONValue) -> Bool {
            switch (self, value) {
            case (.string, .string), (.integer, .integer), (.number, .integer), (.number, .number), (.boolean, .bool):
                true
            case (_, .null), (_, .bool), (_, .integer), (_, .number), (_, .string), (_, .array), (_, .object): false
            }
        }
    }

    package let type: ValueType
    /// Of a secret one: the name of a secret of the environment.
    package let `default`: JSONValue
    /// The values it may have.
    package let `enum`: [JSONValue]?
    /// It stands for a secret, which is known at dispatch only.
    package let secret: Bool

    package init(
        type: ValueType = .string, default value: JSONValue, enum values: [JSONValue]? = nil, secret: Bool = false
    ) {
        self.type = type
        self.default = value
        self.enum = values
        self.secret = secret
    }
}
