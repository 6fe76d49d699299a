/// A list of steps that tests take in by its name.
package struct StepFragment: Hashable, Sendable, Codable {
    /// What its steps name as `params.X`.
    package let params: [String: FragmentParameter]?
    package let steps: [TestStep]

    package init(params: [String: FragmentParameter]? = nil, steps: [TestStep]) {
        self.params = params
        self.steps = steps
    }
}

/// In the manifest its type alone, or a mapping with it.
package struct FragmentParameter: Hashable, Sendable {
    package let type: SuiteParameter.ValueType
    /// nil where each use has to give a value.
    package let `default`: JSONValue?

    package init(type: SuiteParameter.ValueType, default value: JSONValue? = nil) {
        self.type = type
        self.default = value
    }
}

extension FragmentParameter: Codable {
    private enum CodingKeys: String, CodingKey {
        case type
        case `default`
    }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if let type = value.string.flatMap(SuiteParameter.ValueType.init) {
            self.init(type: type)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            type: try container.decode(SuiteParameter.ValueType.self, forKey: .type),
            default: try container.decodeIfPresent(JSONValue.self, forKey: .default))
    }
}
