import Foundation
package import Model

/// The clients of accounts: one for all environments that sign in alike, and for everything that calls AWS, so that
/// credentials are fetched once and all keep to one rate.
package actor AWSAccounts {
    /// Reads a secret of an environment as it is now.
    package typealias SecretReading = @Sendable (SecretSource, SecretPlace) async throws -> Secret

    nonisolated let surroundings: AWSSurroundings
    private let readSecret: SecretReading
    private let allowsEndpoint: @Sendable (String) -> Bool
    private let found: AWSCredentialStore
    private var clients: [Key: AWSClient] = [:]

    /// What tells one way of signing in from another.
    struct Key: Hashable, Sendable {
        let credentials: CloudCredentials
        let endpoint: String?
        /// nil where the environment makes no difference.
        let environment: ObjectIdentity?
        let secrets: [String: SecretSource]
        /// Where a role is taken on, so that a region that is out of order keeps no other from it; nil for keys.
        let region: String?

        /// At AWS itself.
        init(_ credentials: CloudCredentials) {
            self.credentials = credentials
            (endpoint, environment, secrets, region) = (nil, nil, [:], nil)
        }

        init(_ place: CloudPlace) {
            credentials = place.account.credentials
            endpoint = place.account.endpoint
            switch credentials {
            case .found: (environment, secrets, region) = (nil, [:], nil)
            // The session is named after the environment.
            case .role: (environment, secrets, region) = (place.environment, [:], place.region)
            case .key: (environment, secrets, region) = (place.environment, place.secrets, nil)
            }
        }
    }

    /// - Parameter allowsEndpoint: whether the operator lets an endpoint of an environment's be called.
    package init(
        surroundings: AWSSurroundings, allowsEndpoint: @escaping @Sendable (String) -> Bool = { _ in true },
        readSecret: @escaping SecretReading
    ) {
        self.surroundings = surroundings
        self.allowsEndpoint = allowsEndpoint
        self.readSecret = readSecret
        let chain = AWSCredentialChain(surroundings: surroundings)
        found = AWSCredentialStore(clock: surroundings.clock) { try await chain.find() }
    }

    func client(of place: CloudPlace) -> AWSClient { client(Key(place)) { store(of: place) } }

    /// Of what the controller finds itself, for what belongs to no environment.
    func ownClient() -> AWSClient { client(Key(.found)) { found } }

    private func client(_ key: Key, _ store: () -> AWSCredentialStore) -> AWSClient {
        if let client = clients[key] { return client }
        var endpoints = surroundings.endpoints(account: key.endpoint)
        endpoints.isAllowed = key.endpoint.map(allowsEndpoint) ?? true
        let client = AWSClient(surroundings: surroundings, endpoints: endpoints, credentials: store())
        clients[key] = client
        return client
    }

    private func store(of place: CloudPlace) -> AWSCredentialStore {
        switch place.account.credentials {
        case .found: return found
        case .role(let arn):
            let role = AWSRole(
                surroundings: surroundings, arn: arn,
                session: "rondo-\(place.environment.namespace).\(place.environment.name)", region: place.region,
                base: found, account: place.account.endpoint)
            return AWSCredentialStore(clock: surroundings.clock) { try await role.find() }
        case .key(let accessKey, let secretKey, _):
            let clock = surroundings.clock
            let readSecret = readSecret
            return AWSCredentialStore(clock: clock) {
                // Read anew from time to time, since nothing says when a key was changed.
                AWSCredentials(
                    accessKey: try await Self.value(of: accessKey, in: place, readSecret).reveal(),
                    secretKey: try await Self.value(of: secretKey, in: place, readSecret),
                    renewAt: clock.now().addingTimeInterval(60),
                    origin: "\(place.environment)")
            }
        }
    }

    /// - Parameter reference: `${{ secrets.NAME }}`
    private static func value(
        of reference: String, in place: CloudPlace, _ readSecret: SecretReading
    ) async throws -> Secret {
        let path = reference.replacing("${{", with: "").replacing("}}", with: "").filter { !$0.isWhitespace }
        let name = path.hasPrefix("secrets.") ? String(path.dropFirst("secrets.".count)) : path
        guard let source = place.secrets[name] else {
            throw AWSCredentialError.unusable(
                origin: "\(place.environment)", reason: "it has no secret `\(name)` that its credentials name")
        }
        do {
            return try await readSecret(source, .entry(name, of: place.environment))
        } catch {
            throw AWSCredentialError.unusable(origin: "\(place.environment)", reason: "\(error)")
        }
    }
}
