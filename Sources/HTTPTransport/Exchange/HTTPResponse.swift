package import Foundation

/// What came back; of a chain of redirects the last answer.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: Data
    package let timings: HTTPTimings
    /// `1.0`, `1.1`, `2` or `3`.
    package let httpVersion: String
    /// Where the last answer came from, user and password masked.
    package let finalURL: String
    /// Those that were followed, in order.
    package let redirects: [HTTPRedirect]
    /// The address that answered.
    package let ip: String?
    /// nil without TLS, and where the request did not ask for it.
    package let tls: HTTPTLSFacts?

    package init(
        status: Int, headers: HTTPHeaders, body: Data, timings: HTTPTimings, httpVersion: String, finalURL: String,
        redirects: [HTTPRedirect] = [], ip: String? = nil, tls: HTTPTLSFacts? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.timings = timings
        self.httpVersion = httpVersion
        self.finalURL = finalURL
        self.redirects = redirects
        self.ip = ip
        self.tls = tls
    }
}

/// When each phase ended, counted from the start of the request; zero for a phase that a reused connection skipped.
package struct HTTPTimings: Hashable, Sendable {
    package let dns: Duration
    package let connect: Duration
    package let tls: Duration
    package let firstByte: Duration
    package let total: Duration

    package init(
        dns: Duration = .zero, connect: Duration = .zero, tls: Duration = .zero, firstByte: Duration = .zero,
        total: Duration = .zero
    ) {
        self.dns = dns
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
    }
}
