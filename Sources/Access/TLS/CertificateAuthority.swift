import Crypto
package import Foundation
package import Model
import SwiftASN1
import X509

/// The installation's own authority, which certifies the controller where the operator gives no certificate.
///
/// Made once and kept with its key in `identity/authority.pem`, since instances of clouds trust it for as long as they
/// live; what it certifies is made anew at each start and kept nowhere.
package struct CertificateAuthority: Sendable {
    static let fileName = "authority.pem"

    /// Its certificate, in PEM.
    package let certificate: String
    private let parsed: Certificate
    private let key: P256.Signing.PrivateKey

    /// Loads the authority of a state folder, or makes it the first time.
    package static func loadOrCreate(
        stateFolder: URL, installation: InstallationID, now: Date
    ) async throws(AccessError) -> CertificateAuthority {
        try await OffPool.run { () throws(AccessError) in
            let directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
            try PrivateFolder.ensure(directory)
            let file = PrivateFile(directory: directory, name: fileName)
            let contents: Data
            if let kept = try file.read() {
                contents = kept
            } else {
                let draft: Data
                do {
                    draft = try Self.draft(installation, now)
                } catch {
                    throw .unusable(path: file.path, reason: "an authority can't be made: \(error)")
                }
                contents = try file.readOrCreate { draft }
            }
            guard let authority = CertificateAuthority(contents) else {
                throw .unusable(path: file.path, reason: "its contents are not those of an authority and its key")
            }
            guard authority.parsed.notValidAfter > now else {
                throw .unusable(path: file.path, reason: "the authority has expired: remove the file for a new one")
            }
            return authority
        }
    }

    private init?(_ contents: Data) {
        guard let documents = try? PEMText.documents(in: contents, .authority),
            let own = documents.first(where: { $0.discriminator == "CERTIFICATE" }),
            let secret = documents.first(where: { $0.discriminator == "PRIVATE KEY" }),
            let parsed = try? Certificate(derEncoded: own.derBytes),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: secret.pemString),
            Certificate.PublicKey(key.publicKey) == parsed.publicKey
        else { return nil }
        certificate = own.pemString + "\n"
        self.parsed = parsed
        self.key = key
    }
}

extension CertificateAuthority {
    /// Instances that were made long ago must still trust it.
    private static let life: TimeInterval = 20 * 365 * day
    /// Of a server's certificate; a new one is made well before its end.
    private static let serverLife: TimeInterval = 90 * day
    /// Clocks that go behind take a new certificate all the same.
    private static let past: TimeInterval = day
    private static let day: TimeInterval = 86_400

    /// A certificate for a server with these names, which only this process ever has.
    package func issue(for names: [CertificateName], now: Date) throws -> ServerCertificate {
        let secret = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(secret.publicKey)
        let (begins, expires) = (now - Self.past, min(now + Self.serverLife, parsed.notValidAfter))
        let extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.serverAuth])
            SubjectKeyIdentifier(hash: publicKey)
            AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: parsed.publicKey).keyIdentifier)
            SubjectAlternativeNames(names.map(\.general))
        }
        let made = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey, notValidBefore: begins,
            notValidAfter: expires, issuer: parsed.subject, subject: try DistinguishedName { CommonName("Rondo") },
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(key))
        return ServerCertificate(
            chain: try made.serializeAsPEM().pemString + "\n", key: Secret(secret.pemRepresentation + "\n"),
            begins: begins, expires: expires, names: names)
    }

    /// It may certify servers and no further authorities (RFC 5280 §4.2.1.9).
    private static func draft(_ installation: InstallationID, _ now: Date) throws -> Data {
        let secret = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(secret.publicKey)
        let name = try DistinguishedName { CommonName("Rondo \(installation.rawValue)") }
        let extensions = try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
            Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            SubjectKeyIdentifier(hash: publicKey)
        }
        let made = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey, notValidBefore: now - past,
            notValidAfter: now + life, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(secret))
        return Data("\(try made.serializeAsPEM().pemString)\n\(secret.pemRepresentation)\n".utf8)
    }
}

extension CertificateName {
    fileprivate var general: GeneralName {
        switch self {
        case .dns(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }
}
