package import Foundation

/// What is asked of the server's certificate, and which one is shown to it.
package struct HTTPTLSOptions: Hashable, Sendable {
    package enum Version: Hashable, Sendable { case oneTwo, oneThree }

    /// A certificate with its key, both in PEM.
    package struct Identity: Hashable, Sendable {
        package let certificate: Data
        package let key: Data

        package init(certificate: Data, key: Data) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Certificates in PEM to trust instead of the system's.
    package var authorities: Data?
    /// Takes any certificate.
    package var isInsecure = false
    /// The name to ask for and to find in the certificate, instead of the URL's; of the request's own origin only.
    package var serverName: String?
    package var minimum: Version?
    /// Agrees on this version or on none, on a connection of its own.
    package var only: HTTPTLSVersion?
    /// Shown to the request's own origin only.
    package var identity: Identity?

    package init() {}
}
