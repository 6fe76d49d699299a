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
    /// Instead of `body`.
    package var file: HTTPFileBody?
    /// The bound of the whole exchange, from name look-up to the last byte.
    package var timeout: Duration
    /// The bound of name look-up, TCP and TLS together.
    package var connectTimeout: Duration
    package var maxBodyBytes: Int
    package var followRedirects: Bool
    package var maxRedirects: Int
    /// Tell the version of TLS and the certificate, for which a connection of its own is made.
    package var tellsTLSFacts: Bool
    /// Sent to the request's own origin only, as all that proves who sends it.
    package var credentials: HTTPCredentials?
    /// Names among `headers`, in lower case, that go to the request's own origin only; `authorization`, `cookie` and
    /// `proxy-authorization` do so anyway.
    package var confidentialHeaders: Set<String> = []
    /// Sent to the request's own origin, until an answer of it sets one of the same name.
    package var cookies: [(name: String, value: String)] = []
    /// Keeps what answers set for the requests that share it, and has what earlier answers set; a request with a header
    /// `Cookie` only adds to it.
    package var jar: HTTPCookieJar?
    package var tls = HTTPTLSOptions()
    package var version: HTTPVersionChoice = .automatic
    /// The URL of a proxy for this request, instead of the client's and for loopback too.
    package var proxy: String?
    /// Asks for a compressed answer and unpacks it; `maxBodyBytes` bounds what comes out.
    package var acceptsCompression = false
    /// Whether it may go to a link-local address, where clouds keep a machine's own credentials.
    package var allowsLinkLocal = false

    package init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: Data? = nil,
        timeout: Duration = .seconds(60), connectTimeout: Duration = .seconds(10),
        maxBodyBytes: Int = 16 << 20, followRedirects: Bool = false, maxRedirects: Int = 10,
        tellsTLSFacts: Bool = false
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
    }
}

/// Which version of HTTP is spoken.
package enum HTTPVersionChoice: Hashable, Sendable {
    case one
    /// An answer of another version is an error.
    case two
    /// HTTP/2 where TLS agrees on it.
    case automatic
}
