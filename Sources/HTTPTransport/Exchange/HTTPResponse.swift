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

    package init(
        status: Int, headers: HTTPHeaders, body: Data, timings: HTTPTimings, httpVersion: String, finalURL: String
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.timings = timings
        self.httpVersion = httpVersion
        self.finalURL = finalURL
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
