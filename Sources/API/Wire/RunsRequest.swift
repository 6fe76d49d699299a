package import Model

/// Asks for runs of a suite: `{"suite": "TestSuite/checkout", "environments": ["dev"], "useCache": true}`.
package struct RunsRequest: Codable, Sendable, Hashable {
    package let suite: ObjectIdentity
    /// nil is every environment that the suite names.
    package let environments: [String]?
    /// Whether results of earlier runs may be reused; absent means yes.
    package let useCache: Bool

    package init(suite: ObjectIdentity, environments: [String]? = nil, useCache: Bool = true) {
        self.suite = suite
        self.environments = environments
        self.useCache = useCache
    }

    private enum CodingKeys: String, CodingKey { case suite, environments, useCache }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .suite)
        guard let identity = ObjectIdentity(text), identity.kind == .testSuite else {
            throw DecodingError.dataCorruptedError(
                forKey: .suite, in: container, debugDescription: "`\(text)` is not TestSuite/NAME")
        }
        suite = identity
        environments = try container.decodeIfPresent([String].self, forKey: .environments)
        useCache = try container.decodeIfPresent(Bool.self, forKey: .useCache) ?? true
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(suite.description, forKey: .suite)
        try container.encodeIfPresent(environments, forKey: .environments)
        try container.encode(useCache, forKey: .useCache)
    }
}
