/// The account at each cloud that an Environment's resources are made in.
package struct CloudAccounts: Hashable, Sendable, Codable {
    package let aws: CloudAccount?
    package let gcp: CloudAccount?
    package let azure: CloudAccount?

    package init(aws: CloudAccount? = nil, gcp: CloudAccount? = nil, azure: CloudAccount? = nil) {
        self.aws = aws
        self.gcp = gcp
        self.azure = azure
    }

    /// nil where nothing is said of the provider.
    package func account(at provider: ProviderName) -> CloudAccount? {
        switch provider {
        case .aws: aws
        case .gcp: gcp
        case .azure: azure
        case .local: nil
        }
    }
}

/// An account at a cloud and where in it things are made.
package struct CloudAccount: Hashable, Sendable, Codable {
    package let credentials: CloudCredentials
    package let region: String?
    /// Another address of the cloud's API; only if the operator allows it.
    package let endpoint: String?
    /// gcp.
    package let project: String?
    /// azure.
    package let subscription: String?
    /// azure.
    package let resourceGroup: String?

    package init(
        credentials: CloudCredentials = .found, region: String? = nil, endpoint: String? = nil, project: String? = nil,
        subscription: String? = nil, resourceGroup: String? = nil
    ) {
        self.credentials = credentials
        self.region = region
        self.endpoint = endpoint
        self.project = project
        self.subscription = subscription
        self.resourceGroup = resourceGroup
    }
}

extension CloudAccount {
    /// Of an environment's secrets those that the credentials name.
    package func secrets(of all: [String: SecretSource]) -> [String: SecretSource] {
        guard case .key(let accessKey, let secretKey, _) = credentials else { return [:] }
        return all.filter { (accessKey + secretKey).contains("secrets.\($0.key)") }
    }
}

/// How to sign in at a cloud; keys are references `${{ secrets.NAME }}`, never values.
package enum CloudCredentials: Hashable, Sendable {
    /// What the controller's own surroundings offer.
    case found
    case key(accessKey: String, secretKey: String, region: String?)
    /// A role to take on with what is found.
    case role(String)
}

extension CloudCredentials: Codable {
    private enum CodingKeys: String, CodingKey { case accessKey, secretKey, region, role }

    private static let foundWord = "found"

    package init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self), word == Self.foundWord {
            self = .found
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let role = try container.decodeIfPresent(String.self, forKey: .role) {
            self = .role(role)
        } else {
            self = .key(
                accessKey: try container.decode(String.self, forKey: .accessKey),
                secretKey: try container.decode(String.self, forKey: .secretKey),
                region: try container.decodeIfPresent(String.self, forKey: .region))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .found:
            var container = encoder.singleValueContainer()
            try container.encode(Self.foundWord)
        case .role(let role):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(role, forKey: .role)
        case .key(let accessKey, let secretKey, let region):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(accessKey, forKey: .accessKey)
            try container.encode(secretKey, forKey: .secretKey)
            try container.encodeIfPresent(region, forKey: .region)
        }
    }
}
