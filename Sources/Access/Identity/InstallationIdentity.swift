import Crypto
package import Foundation
package import Model

/// Who this installation is: its random id and its signing key, kept outside the databases in `identity/`.
///
/// Both stand in one file, `identity/installation.json`, so that there is never one without the other.
package struct InstallationIdentity: Sendable {
    package let installation: InstallationID
    let signingKey: Curve25519.Signing.PrivateKey

    /// Loads the identity of a state folder, or makes it the first time.
    package static func loadOrCreate(stateFolder: URL) async throws(AccessError) -> InstallationIdentity {
        try await OffPool.run { () throws(AccessError) in
            let directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
            try PrivateFolder.ensure(directory)
            let file = PrivateFile(directory: directory, name: "installation.json")
            let contents = try file.readOrCreate {
                let identity = InstallationIdentity(
                    installation: InstallationID(rawValue: UUID().uuidString.lowercased()), signingKey: .init())
                return identity.encoded
            }
            guard let identity = InstallationIdentity(encoded: contents) else {
                throw .unusable(path: file.path, reason: "its contents are not those of an identity")
            }
            return identity
        }
    }
}

extension InstallationIdentity {
    private struct Contents: Codable {
        let installation: InstallationID
        /// The 32 bytes of an Ed25519 private key (RFC 8032).
        let signingKey: Data
    }

    private var encoded: Data {
        let contents = Contents(installation: installation, signingKey: signingKey.rawRepresentation)
        return (try? CanonicalEncoding.data(contents)) ?? Data()
    }

    private init?(encoded: Data) {
        guard let contents = try? JSONDecoder().decode(Contents.self, from: encoded),
            !contents.installation.rawValue.isEmpty,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: contents.signingKey)
        else { return nil }
        installation = contents.installation
        signingKey = key
    }
}

extension InstallationIdentity: CustomStringConvertible, CustomReflectable {
    package var description: String { "installation \(installation)" }
    package var customMirror: Mirror { Mirror(self, children: ["installation": installation]) }
}
