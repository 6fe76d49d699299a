/// How a request proves who sends it; in the manifest exactly one of these keys.
package indirect enum RequestAuth: Hashable, Sendable {
    case basic(RequestCredentials)
    case bearer(String)
    case digest(RequestCredentials)
    case oauth2(OAuthGrant)
    case clientCert(ClientCertificate)
    case awsSigV4(AWSSigning)
}

/// User and password.
package struct RequestCredentials: Hashable, Sendable, Codable {
    package let user: String
    package let password: String
}

/// The client credentials grant of RFC 6749 §4.4.
package struct OAuthGrant: Hashable, Sendable, Codable {
    package let tokenURL: String
    package let clientId: String
    package let clientSecret: String
    package let scope: String?
}

/// Repository files, or texts, in PEM.
package struct ClientCertificate: Hashable, Sendable, Codable {
    package let cert: String
    package let key: String
}

/// AWS Signature Version 4.
package struct AWSSigning: Hashable, Sendable, Codable {
    package let accessKey: String
    package let secretKey: String
    package let sessionToken: String?
    package let region: String
    package let service: String

    package init(accessKey: String, secretKey: String, sessionToken: String? = nil, region: String, service: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }
}

extension RequestAuth: Codable {
    private enum CodingKeys: String, CodingKey { case basic, bearer, digest, oauth2, clientCert, awsSigV4 }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let value = try container.decodeIfPresent(RequestCredentials.self, forKey: .basic) {
            self = .basic(value)
        } else if let value = try container.decodeIfPresent(String.self, forKey: .bearer) {
            self = .bearer(value)
        } else if let value = try container.decodeIfPresent(RequestCredentials.self, forKey: .digest) {
            self = .digest(value)
        } else if let value = try container.decodeIfPresent(OAuthGrant.self, forKey: .oauth2) {
            self = .oauth2(value)
        } else if let value = try container.decodeIfPresent(ClientCertificate.self, forKey: .clientCert) {
            self = .clientCert(value)
        } else {
            self = .awsSigV4(try container.decode(AWSSigning.self, forKey: .awsSigV4))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .basic(let value): try container.encode(value, forKey: .basic)
        case .bearer(let value): try container.encode(value, forKey: .bearer)
        case .digest(let value): try container.encode(value, forKey: .digest)
        case .oauth2(let value): try container.encode(value, forKey: .oauth2)
        case .clientCert(let value): try container.encode(value, forKey: .clientCert)
        case .awsSigV4(let value): try container.encode(value, forKey: .awsSigV4)
        }
    }
}
