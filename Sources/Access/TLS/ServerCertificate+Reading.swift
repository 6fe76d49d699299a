import Crypto
package import Foundation
import Model
import SwiftASN1
import X509

extension ServerCertificate {
    /// Takes a certificate and a key as they lie in files, if a server can be trusted by them now.
    package init(chain: Data, key: Data, now: Date) throws(CertificateFault) {
        let documents = try PEMText.documents(in: chain, .certificate)
        let own = documents.filter { $0.discriminator == "CERTIFICATE" }
        guard !own.isEmpty else {
            throw CertificateFault(
                .certificate,
                documents.contains { $0.discriminator.hasSuffix("PRIVATE KEY") }
                    ? "holds a key and no certificate: `cert` and `key` may be the wrong way round"
                    : "holds no certificate in PEM: give the server's own, and behind it those that lead to its authority"
            )
        }
        var certificates: [Certificate] = []
        for (index, document) in own.enumerated() {
            guard let certificate = try? Certificate(derEncoded: document.derBytes) else {
                throw CertificateFault(.certificate, "can't be read: its certificate \(index + 1) is damaged")
            }
            certificates.append(certificate)
        }
        let server = certificates[0]
        try Self.check(server, now)
        let names = Self.names(of: server)
        guard !names.isEmpty else {
            throw CertificateFault(
                .certificate, "names no host (subjectAltName), and nobody would take it: have it made with one")
        }
        let keyDocument = try Self.keyDocument(in: key)
        try Self.check(keyDocument, isOf: certificates)
        self.init(
            chain: own.map { $0.pemString + "\n" }.joined(), key: Secret(keyDocument.pemString + "\n"),
            begins: server.notValidBefore, expires: server.notValidAfter, names: names)
    }

    private static func check(_ server: Certificate, _ now: Date) throws(CertificateFault) {
        if server.notValidAfter < now {
            throw CertificateFault(.certificate, "expired at \(server.notValidAfter.ISO8601Format()): renew it")
        }
        if server.notValidBefore > now {
            throw CertificateFault(
                .certificate,
                "is valid only from \(server.notValidBefore.ISO8601Format()) on: look at this machine's clock")
        }
        if Curve25519.Signing.PublicKey(server.publicKey) != nil {
            throw CertificateFault(.certificate, "is one of an Ed25519 key, which can't be served: use ECDSA or RSA")
        }
    }

    private static func names(of server: Certificate) -> [CertificateName] {
        let names = (try? server.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames()
        return names.compactMap { name in
            switch name {
            case .dnsName(let name): name.isEmpty ? nil : .dns(name.lowercased())
            case .ipAddress(let address): .address(Array(address.bytes))
            default: nil
            }
        }
    }

    private static func keyDocument(in key: Data) throws(CertificateFault) -> PEMDocument {
        let encrypted = CertificateFault(
            .key, "is encrypted, and nobody is there to ask: keep it without a passphrase (`openssl pkey -in … -out …`)"
        )
        // An older form says so in lines that are no PEM to RFC 7468.
        if String(decoding: key, as: UTF8.self).contains("Proc-Type: 4,ENCRYPTED") { throw encrypted }
        let documents = try PEMText.documents(in: key, .key)
        guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }) else {
            throw CertificateFault(
                .key,
                documents.contains { $0.discriminator == "CERTIFICATE" }
                    ? "holds a certificate and no key: `cert` and `key` may be the wrong way round"
                    : "holds no private key in PEM")
        }
        guard document.discriminator != "ENCRYPTED PRIVATE KEY" else { throw encrypted }
        return document
    }

    private static func check(_ key: PEMDocument, isOf chain: [Certificate]) throws(CertificateFault) {
        guard let known = try? Certificate.PrivateKey(pemDocument: key).publicKey else {
            throw CertificateFault(.key, "can't be read: give an ECDSA or RSA key in PEM")
        }
        guard chain[0].publicKey != known else { return }
        throw chain.contains { $0.publicKey == known }
            ? CertificateFault(.certificate, "must begin with the server's own certificate, and it stands further down")
            : CertificateFault(.key, "is not the key of the certificate in `cert`: give the one that it was made for")
    }
}
