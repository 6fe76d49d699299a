/// Checks of how well a service is locked.
package struct SecuritySpec: Hashable, Sendable, Codable {
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        case info, low, medium, high, critical

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .info: 0
            case .low: 1
            case .medium: 2
            case .high: 3
            case .critical: 4
            }
        }
    }

    package let url: String?
    package let service: String?
    package let checks: [SecurityCheck]
    /// Reports of other scanners: globs below the working directory.
    package let sarif: [String]?
    /// Findings below it do not fail the test; nil is `low`.
    package let severityThreshold: Severity?
    /// Active checks that the environment does not allow, so that they are not among `checks`; in no manifest.
    package let leftOut: [SecurityCheck.Name]?

    package init(
        url: String? = nil, service: String? = nil, checks: [SecurityCheck], sarif: [String]? = nil,
        severityThreshold: Severity? = nil, leftOut: [SecurityCheck.Name]? = nil
    ) {
        self.url = url
        self.service = service
        self.checks = checks
        self.sarif = sarif
        self.severityThreshold = severityThreshold
        self.leftOut = leftOut
    }

    /// Without the checks that send odd requests; the same where there are none.
    package var passive: SecuritySpec {
        let active = checks.filter { $0.name.profile.activity == .active }
        guard !active.isEmpty else { return self }
        return SecuritySpec(
            url: url, service: service, checks: checks.filter { $0.name.profile.activity == .passive }, sarif: sarif,
            severityThreshold: severityThreshold, leftOut: active.map(\.name))
    }
}

/// One check, in the manifest its name or a mapping of it to what it is told.
package struct SecurityCheck: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, Codable, CaseIterable {
        case tlsMinVersion = "tls-min-version"
        case tlsCertExpiry = "tls-cert-expiry"
        case hsts, headers
        case cookiesFlags = "cookies-flags"
        case cors
        case authRequired = "auth-required"
        case methodsAllowed = "methods-allowed"
        case errorLeak = "error-leak"
        case openRedirect = "open-redirect"
        case directoryListing = "directory-listing"
        case rateLimit = "rate-limit"
        case secretsInBody = "secrets-in-body"
    }

    package let name: Name
    /// nil where it is to find out or choose for itself.
    package let parameter: JSONValue?

    package init(_ name: Name, _ parameter: JSONValue? = nil) {
        self.name = name
        self.parameter = parameter
    }
}

extension SecurityCheck: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if let name = value.string.flatMap(Name.init) {
            self.init(name)
        } else if case .object(let members) = value, members.count == 1, let member = members.first,
            let name = Name(rawValue: member.key)
        {
            self.init(name, member.value)
        } else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "`\(value)` is not a check"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard let parameter else { return try container.encode(name.rawValue) }
        try container.encode([name.rawValue: parameter])
    }
}
