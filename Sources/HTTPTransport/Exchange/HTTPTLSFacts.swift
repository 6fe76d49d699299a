/// What is known of an encrypted connection.
package struct HTTPTLSFacts: Hashable, Sendable {
    /// `TLSv1.2`, `TLSv1.3`.
    package let version: String?
    /// What the server's certificate says, by libcurl's names: `Subject`, `Expire date`.
    package let certificate: [String: String]

    package init(version: String?, certificate: [String: String] = [:]) {
        self.version = version
        self.certificate = certificate
    }
}
