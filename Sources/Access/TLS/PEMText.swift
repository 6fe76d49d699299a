import Foundation
import SwiftASN1
import X509

/// What the operator hands over in PEM (RFC 7468).
enum PEMText {
    /// Its blocks; text between them is passed over.
    static func documents(in data: Data, _ part: CertificateFault.Part) throws(CertificateFault) -> [PEMDocument] {
        guard !data.isEmpty else { throw CertificateFault(part, "is empty") }
        guard let text = String(validating: data, as: UTF8.self),
            let documents = try? PEMDocument.parseMultiple(pemString: text), !documents.isEmpty
        else { throw CertificateFault(part, "is not PEM: it must hold lines like `-----BEGIN \(word(part))-----`") }
        return documents
    }

    /// The authorities that somebody is to trust, in PEM and nothing else.
    static func authorities(in data: Data) throws(CertificateFault) -> String {
        let documents = try documents(in: data, .authority).filter { $0.discriminator == "CERTIFICATE" }
        guard !documents.isEmpty else {
            throw CertificateFault(.authority, "holds no certificate in PEM: give that of the authority")
        }
        for (index, document) in documents.enumerated() {
            guard (try? Certificate(derEncoded: document.derBytes)) != nil else {
                throw CertificateFault(.authority, "can't be read: its certificate \(index + 1) is damaged")
            }
        }
        return documents.map { $0.pemString + "\n" }.joined()
    }

    private static func word(_ part: CertificateFault.Part) -> String {
        switch part {
        case .certificate, .authority: "CERTIFICATE"
        case .key: "PRIVATE KEY"
        }
    }
}
