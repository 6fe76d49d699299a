/// What a test does; in the manifest exactly one of these keys is given.
package enum TestBody: Hashable, Sendable {
    case rest(RestRequest)
    case command(CommandSpec)
    indirect case graphql(GraphQLRequest)
    indirect case integration(IntegrationSpec)
    indirect case performance(PerformanceSpec)
    indirect case security(SecuritySpec)
    indirect case container(ContainerSpec)
}

extension TestBody {
    /// The service of the environment that it is sent to, where it names one instead of an address.
    package var service: String? {
        switch self {
        case .rest(let request): request.service
        case .graphql(let request): request.service
        case .security(let spec): spec.service
        case .command, .integration, .performance, .container: nil
        }
    }
}

extension TestBody {
    /// Where its command runs, below the scratch folder; nil for that itself.
    package var workingDir: String? {
        switch self {
        case .command(let command): command.workingDir
        case .container(let container): container.command.workingDir
        case .rest, .graphql, .integration, .performance, .security: nil
        }
    }
}

extension TestBody: Codable {
    private enum CodingKeys: String, CodingKey {
        case rest, command, graphql, integration, performance, security, container
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let body = try container.decodeIfPresent(RestRequest.self, forKey: .rest) {
            self = .rest(body)
        } else if let body = try container.decodeIfPresent(CommandSpec.self, forKey: .command) {
            self = .command(body)
        } else if let body = try container.decodeIfPresent(GraphQLRequest.self, forKey: .graphql) {
            self = .graphql(body)
        } else if let body = try container.decodeIfPresent(IntegrationSpec.self, forKey: .integration) {
            self = .integration(body)
        } else if let body = try container.decodeIfPresent(PerformanceSpec.self, forKey: .performance) {
            self = .performance(body)
        } else if let body = try container.decodeIfPresent(SecuritySpec.self, forKey: .security) {
            self = .security(body)
        } else {
            self = .container(try container.decode(ContainerSpec.self, forKey: .container))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .rest(let body): try container.encode(body, forKey: .rest)
        case .command(let body): try container.encode(body, forKey: .command)
        case .graphql(let body): try container.encode(body, forKey: .graphql)
        case .integration(let body): try container.encode(body, forKey: .integration)
        case .performance(let body): try container.encode(body, forKey: .performance)
        case .security(let body): try container.encode(body, forKey: .security)
        case .container(let body): try container.encode(body, forKey: .container)
        }
    }
}
