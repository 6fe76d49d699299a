/// Checks of how well a service is locked.
package struct SecuritySpec: Hashable, Sendable, Codable {
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        case info, low, medium, high, critical
    }

    package let url: String?
    package let service: String?
    package let checks: [SecurityCheck]
    /// Reports of other scanners: globs below the working directory.
    package let sarif: [String]?
    /// Findings below it do not fail the test; nil is `low`.
    package let severityThreshold: Severity?
}

/// One check, in the manifest its name or a mapping of it to what it is told.
package struct SecurityCheck: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
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
}

extension SecurityCheck: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if let name = value.string.flatMap(Name.init) {
            self.init(name: name, parameter: nil)
        } else if case .object(let members) = value, members.count == 1, let member = members.first,
            let name = Name(rawValue: member.key)
        {
            self.init(name: name, parameter: member.value)
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
