/// A service under test: a real address, or a mock that the controller serves. Exactly one is set.
package enum ServiceSpec: Hashable, Sendable {
    case url(String)
    case mock(MockSpec)
}

extension ServiceSpec: Codable {
    private enum CodingKeys: String, CodingKey { case url, mock }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let url = try container.decodeIfPresent(String.self, forKey: .url) {
            self = .url(url)
        } else {
            self = .mock(try container.decode(MockSpec.self, forKey: .mock))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .url(let url): try container.encode(url, forKey: .url)
        case .mock(let mock): try container.encode(mock, forKey: .mock)
        }
    }
}

/// What an Environment says of a service beside where it answers; no part of what a verdict depends on.
package struct ServiceNotes: Hashable, Sendable, Codable {
    package struct HealthCheck: Hashable, Sendable, Codable {
        package let path: String
        package let expect: StatusExpectation
    }

    package struct VersionProbe: Hashable, Sendable, Codable {
        package let path: String
        /// A JSONPath.
        package let json: String
    }

    /// What tests need to sign in, each a reference `${{ secrets.NAME }}`.
    package let credentials: [String: String]?
    package let healthCheck: HealthCheck?
    package let version: VersionProbe?
    /// It must be the real thing: in staging a mock of it is refused.
    package let real: Bool?

    package init(
        credentials: [String: String]? = nil, healthCheck: HealthCheck? = nil, version: VersionProbe? = nil,
        real: Bool? = nil
    ) {
        self.credentials = credentials
        self.healthCheck = healthCheck
        self.version = version
        // What is said and what is the default are the same.
        self.real = real == true ? true : nil
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            credentials: try container.decodeIfPresent([String: String].self, forKey: .credentials),
            healthCheck: try container.decodeIfPresent(HealthCheck.self, forKey: .healthCheck),
            version: try container.decodeIfPresent(VersionProbe.self, forKey: .version),
            real: try container.decodeIfPresent(Bool.self, forKey: .real))
    }
}

/// A service as a manifest has it: where it answers and what else is said of it in one mapping.
struct NotedService: Hashable, Sendable, Codable {
    let service: ServiceSpec
    let notes: ServiceNotes

    init(service: ServiceSpec, notes: ServiceNotes) {
        self.service = service
        self.notes = notes
    }

    init(from decoder: any Decoder) throws {
        service = try ServiceSpec(from: decoder)
        notes = try ServiceNotes(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try service.encode(to: encoder)
        try notes.encode(to: encoder)
    }
}
