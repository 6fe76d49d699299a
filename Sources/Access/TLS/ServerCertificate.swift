package import Foundation
package import Model

/// What a server proves with who it is: its certificate with those that lead to its authority, and the key of it.
package struct ServerCertificate: Sendable {
    /// The server's own first, in PEM.
    package let chain: String
    /// In PEM.
    package let key: Secret
    package let begins: Date
    package let expires: Date
    /// The hosts that it is good for; at least one.
    package let names: [CertificateName]

    init(chain: String, key: Secret, begins: Date, expires: Date, names: [CertificateName]) {
        self.chain = chain
        self.key = key
        self.begins = begins
        self.expires = expires
        self.names = names
    }

    /// Whether it proves this host.
    package func covers(_ host: CertificateName) -> Bool { names.contains { $0.covers(host) } }
}
