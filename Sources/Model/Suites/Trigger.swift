extension TestSuiteSpec {
    /// What can make a suite due.
    package enum Trigger: Hashable, Sendable {
        case commit, schedule, environmentReady, serviceVersion, webhook, pullRequest, manual
        /// A run of this suite of the same namespace ended.
        case suiteFinished(String)

        /// Those that are a name alone.
        package static let named: [Trigger] = [
            .commit, .schedule, .environmentReady, .serviceVersion, .webhook, .pullRequest, .manual,
        ]

        /// Its name, of `suiteFinished` with the suite.
        package var rawValue: String {
            switch self {
            case .commit: "commit"
            case .schedule: "schedule"
            case .environmentReady: "environmentReady"
            case .serviceVersion: "serviceVersion"
            case .webhook: "webhook"
            case .pullRequest: "pullRequest"
            case .manual: "manual"
            case .suiteFinished(let suite): "suiteFinished: \(suite)"
            }
        }
    }
}

extension TestSuiteSpec.Trigger: Codable {
    private enum CodingKeys: String, CodingKey { case suiteFinished }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if let suite = value["suiteFinished"]?.string {
            self = .suiteFinished(suite)
        } else if let known = Self.named.first(where: { $0.rawValue == value.string }) {
            self = known
        } else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "`\(value)` is no trigger"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        guard case .suiteFinished(let suite) = self else {
            var container = encoder.singleValueContainer()
            return try container.encode(rawValue)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(suite, forKey: .suiteFinished)
    }
}
