/// A bucket of a cloud that an Environment's artifacts are brought into, with all that is needed to find it again
/// whatever becomes of the Environment.
package struct ArtifactBucket: Hashable, Sendable, Codable {
    package let environment: ObjectIdentity
    package let provider: ProviderName
    package let name: String
    /// Without a slash at its ends; empty for none.
    package let prefix: String
    /// nil where the Environment says none.
    package let region: String?
    /// What the cloud encrypts with; nil is its own key.
    package let kmsKey: String?
    package let retention: TimeSpan?
    package let account: CloudAccount
    /// References to those secrets that the account's credentials name.
    package let secrets: [String: SecretSource]

    package init(
        environment: ObjectIdentity, provider: ProviderName = .aws, name: String, prefix: String = "",
        region: String? = nil, kmsKey: String? = nil, retention: TimeSpan? = nil,
        account: CloudAccount = CloudAccount(), secrets: [String: SecretSource] = [:]
    ) {
        self.environment = environment
        self.provider = provider
        self.name = name
        self.prefix = prefix
        self.region = region
        self.kmsKey = kmsKey
        self.retention = retention
        self.account = account
        self.secrets = secrets
    }

    /// nil for what keeps its artifacts on the controller's disk.
    package init?(of object: DeclaredObject) {
        guard case .environment(let spec) = object.spec, let settings = spec.artifacts,
            ArtifactSettings.buckets.contains(settings.provider), let bucket = settings.bucket
        else { return nil }
        let account = spec.clouds?.account(at: settings.provider) ?? CloudAccount()
        self.init(
            environment: object.identity, provider: settings.provider, name: bucket,
            prefix: (settings.prefix ?? "").trimmingSlashes, region: account.region, kmsKey: settings.kmsKey,
            retention: settings.retention, account: account, secrets: account.secrets(of: spec.secrets))
    }

    /// The same where its region is known.
    package func located(in region: String) -> ArtifactBucket {
        ArtifactBucket(
            environment: environment, provider: provider, name: name, prefix: prefix, region: region, kmsKey: kmsKey,
            retention: retention, account: account, secrets: secrets)
    }

    /// What names of its files begin with: `PREFIX/NAMESPACE/ENVIRONMENT/`.
    package var folder: String {
        [prefix, environment.namespace, environment.name].filter { !$0.isEmpty }.joined(separator: "/") + "/"
    }

    /// Tells it from every other bucket that this controller knows.
    package var place: String { "\(provider.rawValue):\(account.endpoint ?? ""):\(name)" }

    /// nil without a retention.
    package var expiry: ExpiryRule? {
        retention.map { ExpiryRule(prefix: folder, days: max(1, Int(($0.seconds / 86_400).rounded(.up)))) }
    }
}

extension ArtifactSettings {
    /// Whose buckets this version brings artifacts into.
    package static let buckets: Set<ProviderName> = [.aws]
}

extension String {
    fileprivate var trimmingSlashes: String {
        var text = self[...]
        while text.utf8.first == UInt8(ascii: "/") { text = text.dropFirst() }
        while text.utf8.last == UInt8(ascii: "/") { text = text.dropLast() }
        return String(text)
    }
}
