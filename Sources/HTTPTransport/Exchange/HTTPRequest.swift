package import Foundation

/// One outgoing request with all its bounds.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Absolute, `http` or `https`, already percent-encoded.
    package var url: String
    /// Sent in this order; a name may occur more than once.
    package var headers: [(name: String, value: String)]
    /// nil sends none; `POST`, `PUT` and `PATCH` then say `Content-Length: 0`.
    package var body: Data?
    /// The bound of the whole exchange, from name look-up to the last byte.
    package var timeout: Duration
    /// The bound of name look-up, TCP and TLS together.
    package var connectTimeout: Duration
    package var maxBodyBytes: Int
    package var followRedirects: Bool
    package var maxRedirects: Int
    /// Tell the version of TLS and the certificate, for which a connection of its own is made.
    package var tellsTLSFacts: Bool
    /// Certificates to trust instead of the system's, as a PEM file.
    package var authorities: URL?
    /// False takes whatever certificate the server shows.
    package var verifiesCertificate = true
    /// Agrees on this version of TLS or on none, on a connection of its own; nil leaves it to both sides.
    package var onlyTLS: HTTPTLSVersion?

    package init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: Data? = nil,
        timeout: Duration = .seconds(60), connectTimeout: Duration = .seconds(10),
        maxBodyBytes: Int = 16 << 20, followRedirects: Bool = false, maxRedirects: Int = 10,
        tellsTLSFacts: Bool = false, authorities: URL? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maxBodyBytes = maxBodyBytes
        self.followRedirects = followRedirects
        self.maxRedirects = maxRedirects
        self.tellsTLSFacts = tellsTLSFacts
        self.authorities = authorities
    }
}
