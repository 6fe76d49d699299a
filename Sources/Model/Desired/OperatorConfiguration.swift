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
    /// Where instances of clouds reach the controller: `--listen` itself, or what hands requests on to it.
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

    /// How the API proves who it is, and how it is trusted. All files are in PEM.
    package struct TLS: Hashable, Sendable, Codable {
        /// The certificate of the listener, never without `key`; nil where it makes its own or speaks plain HTTP.
        package let cert: File?
        package let key: File?
        /// The authority of the certificate that is seen at `publicURL`.
        package let ca: File?

        package init(cert: File? = nil, key: File? = nil, ca: File? = nil) {
            self.cert = cert
            self.key = key
            self.ca = ca
        }
    }

    /// A file that the configuration names.
    package struct File: Hashable, Sendable {
        package let path: String
        /// Where it is named; nil where that is not known.
        package let location: SourceLocation?

        package init(path: String, location: SourceLocation? = nil) {
            self.path = path
            self.location = location
        }
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

extension OperatorConfiguration.File: Codable {
    /// By its path alone, as the configuration spells it.
    package init(from decoder: any Decoder) throws {
        self.init(path: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(path)
    }
}
