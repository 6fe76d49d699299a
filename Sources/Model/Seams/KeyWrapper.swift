package import Foundation

/// Encrypts keys with a key that never leaves its service, so that a copy of the state folder opens nothing.
package protocol KeyWrapper: Sendable {
    /// - Throws: what to do about it; never with the key.
    func wrap(_ key: Data, with wrapping: WrappingKey, for use: KeyUse) async throws -> WrappedKey
    func unwrap(_ wrapped: WrappedKey, for use: KeyUse) async throws -> Data
}

/// A key of a cloud's service that the operator names.
package struct WrappingKey: Hashable, Sendable, Codable {
    package enum Service: String, Hashable, Sendable, Codable {
        case awsKMS
    }

    package let service: Service
    /// Its id, ARN or alias.
    package let name: String
    package let region: String

    package init(service: Service, name: String, region: String) {
        self.service = service
        self.name = name
        self.region = region
    }
}

extension WrappingKey: CustomStringConvertible {
    package var description: String {
        switch service {
        case .awsKMS: "key \(name) of AWS KMS in \(region)"
        }
    }
}

/// A key as it is kept on disk.
package struct WrappedKey: Hashable, Sendable, Codable {
    /// As the operator named it then.
    package let by: WrappingKey
    /// Which key that was: tomorrow an alias may name another.
    package let keyID: String
    package let bytes: Data

    package init(by: WrappingKey, keyID: String, bytes: Data) {
        self.by = by
        self.keyID = keyID
        self.bytes = bytes
    }
}

/// What a key is for; the service binds it to the wrapped key, so that none can be put in another's place.
package struct KeyUse: Hashable, Sendable {
    package let installation: InstallationID
    /// `store-key`, `sealing-1`
    package let name: String

    package init(installation: InstallationID, name: String) {
        self.installation = installation
        self.name = name
    }
}
