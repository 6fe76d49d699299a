/// What only the operator may say: the bounds of what a manifest can reach.
package struct OperatorConfiguration: Hashable, Sendable, Codable {
    package struct Allow: Hashable, Sendable, Codable {
        /// Names or `PREFIX_*` of process environment variables that `env:` secrets may read.
        package let env: [String]
        /// The folder that `file:` secrets are read from.
        package let secretFiles: String?
        /// Addresses that `clouds.*.endpoint` may name, with everything below their paths.
        package let endpoints: [String]

        package init(env: [String] = [], secretFiles: String? = nil, endpoints: [String] = []) {
            self.env = env
            self.secretFiles = secretFiles
            self.endpoints = endpoints
        }

        /// Whether a manifest may read this process environment variable.
        package func permits(environmentVariable name: String) -> Bool {
            env.contains { pattern in
                pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
            }
        }

        /// Whether a manifest may name this address for the controller to send credentials to.
        package func permits(endpoint: String) -> Bool {
            guard let address = EndpointAddress(endpoint) else { return false }
            return endpoints.contains { EndpointAddress($0).map(address.isBelow) ?? false }
        }
    }

    package let allow: Allow
    /// Sources beside those of the command line.
    package let sources: [SourceConfiguration]
    /// Where instances of clouds reach the controller: what ends TLS there hands requests on to `--listen`.
    package let publicURL: String?
    package let tls: TLS?

    package let metrics: Metrics?
    package let encryption: Encryption?

    /// How the private keys of the state folder are kept.
    package struct Encryption: Hashable, Sendable, Codable {
        package let awsKMS: AWSKMS

        package init(awsKMS: AWSKMS) { self.awsKMS = awsKMS }

        package var key: WrappingKey { WrappingKey(service: .awsKMS, name: awsKMS.key, region: awsKMS.region) }
    }

    package struct AWSKMS: Hashable, Sendable, Codable {
        /// Its id, ARN or alias.
        package let key: String
        package let region: String

        package init(key: String, region: String) {
            self.key = key
            self.region = region
        }
    }

    /// Where Rondo's own metrics go beside its history.
    package struct Metrics: Hashable, Sendable, Codable {
        package let cloudwatch: CloudWatch?

        package init(cloudwatch: CloudWatch? = nil) { self.cloudwatch = cloudwatch }
    }

    package struct CloudWatch: Hashable, Sendable, Codable {
        /// What the metrics stand under.
        package let namespace: String
        package let region: String

        package init(namespace: String, region: String) {
            self.namespace = namespace
            self.region = region
        }
    }

    package struct TLS: Hashable, Sendable, Codable {
        /// The file with the authority, in PEM, of the certificate that `publicURL` shows.
        package let ca: String

        package init(ca: String) { self.ca = ca }
    }

    package init(
        allow: Allow = Allow(), sources: [SourceConfiguration] = [], publicURL: String? = nil, tls: TLS? = nil,
        metrics: Metrics? = nil, encryption: Encryption? = nil
    ) {
        self.publicURL = publicURL
        self.tls = tls
        self.metrics = metrics
        self.encryption = encryption
        self.allow = allow
        self.sources = sources
    }
}
