/// How a request is sent, beside what it says.
package struct RequestOptions: Hashable, Sendable, Codable {
    package enum HTTPVersion: String, Hashable, Sendable, Codable, CaseIterable {
        case one = "1.1"
        case two = "2"
        case auto
    }

    package let auth: RequestAuth?
    package let cookies: [String: String]?
    /// nil is 20.
    package let maxRedirects: Int?
    package let tls: RequestTLS?
    package let http: HTTPVersion?
    package let proxy: String?
    /// The bound of one request.
    package let timeout: TimeSpan?
    /// Asks for a compressed answer.
    package let compressed: Bool?
    package let poll: RequestPoll?

    package init(
        auth: RequestAuth? = nil, cookies: [String: String]? = nil, maxRedirects: Int? = nil, tls: RequestTLS? = nil,
        http: HTTPVersion? = nil, proxy: String? = nil, timeout: TimeSpan? = nil, compressed: Bool? = nil,
        poll: RequestPoll? = nil
    ) {
        self.auth = auth
        self.cookies = cookies
        self.maxRedirects = maxRedirects
        self.tls = tls
        self.http = http
        self.proxy = proxy
        self.timeout = timeout
        self.compressed = compressed
        self.poll = poll
    }
}

/// What is asked of the server's certificate, and which one is shown.
package struct RequestTLS: Hashable, Sendable, Codable {
    package enum Version: String, Hashable, Sendable, Codable, CaseIterable {
        case oneTwo = "1.2"
        case oneThree = "1.3"
    }

    /// A repository file with the authorities that are trusted.
    package let ca: String?
    /// Takes any certificate.
    package let insecure: Bool?
    package let serverName: String?
    package let min: Version?
}

/// Sends a request again until everything that is expected holds; one result.
package struct RequestPoll: Hashable, Sendable, Codable {
    package let every: TimeSpan
    /// When it is given up.
    package let limit: TimeSpan

    private enum CodingKeys: String, CodingKey {
        case every
        case limit = "for"
    }
}
