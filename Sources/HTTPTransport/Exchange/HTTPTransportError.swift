import Model

/// Why no response came. The messages name host and port at most, never a user, a password or a query.
package enum HTTPTransportError: Error, Hashable, Sendable {
    /// How far an exchange was when its time ran out.
    package enum Phase: Hashable, Sendable { case connecting, waiting, receiving }

    case invalidURL(String, reason: String)
    case invalidRequest(reason: String)
    case resolve(host: String)
    case connect(endpoint: String, reason: String)
    /// A link-local address that the request may not go to.
    case linkLocal(endpoint: String)
    case tls(endpoint: String, reason: String)
    case timedOut(endpoint: String, phase: Phase, after: Duration)
    /// The proxy can't be reached, or does not pass the request on.
    case proxy(endpoint: String, reason: String)
    /// Another version of HTTP than the one that was asked for.
    case version(endpoint: String, wanted: String, answered: String)
    case headersTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    case tooManyRedirects(limit: Int)
    /// The connection ended before the response did.
    case connectionLost(endpoint: String, reason: String)
    /// What came was not HTTP, or led to another protocol.
    case protocolViolation(endpoint: String, reason: String)
    case cancelled
    /// The client was shut down.
    case shutDown
}

extension HTTPTransportError {
    /// Whether the peer or the way to it, not the caller, is why no response came.
    package var isPeerFailure: Bool {
        switch self {
        case .resolve, .connect, .tls, .timedOut, .connectionLost, .protocolViolation: true
        case .proxy, .version, .headersTooLarge, .bodyTooLarge, .tooManyRedirects: true
        case .invalidURL, .invalidRequest, .linkLocal, .cancelled, .shutDown: false
        }
    }
}

extension HTTPTransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidURL(let url, let reason): "the URL `\(url)` can't be used: \(reason)"
        case .invalidRequest(let reason): "the request can't be sent: \(reason)"
        case .resolve(let host): "cannot find host \(host)"
        case .connect(let endpoint, let reason): "cannot connect to \(endpoint): \(reason)"
        case .linkLocal(let endpoint):
            "\(endpoint) is a link-local address, where clouds keep a machine's own credentials: no request goes there"
        case .tls(let endpoint, let reason): "no secure connection to \(endpoint): \(reason)"
        case .timedOut(let endpoint, .connecting, let after): "cannot connect to \(endpoint) within \(text(after))"
        case .timedOut(let endpoint, .waiting, let after): "no answer from \(endpoint) within \(text(after))"
        case .timedOut(let endpoint, .receiving, let after):
            "the answer from \(endpoint) did not end within \(text(after))"
        case .proxy(let endpoint, let reason): "no way through the proxy \(endpoint): \(reason)"
        case .version(let endpoint, let wanted, let answered):
            "\(endpoint) answers in HTTP/\(answered), not in HTTP/\(wanted) as was asked"
        case .headersTooLarge(let limit): "the response's header is larger than \(ByteSize(bytes: Int64(limit)))"
        case .bodyTooLarge(let limit): "the response's body is larger than \(ByteSize(bytes: Int64(limit)))"
        case .tooManyRedirects(let limit): "more than \(limit) redirects"
        case .connectionLost(let endpoint, let reason): "the connection to \(endpoint) was lost: \(reason)"
        case .protocolViolation(let endpoint, let reason): "no valid HTTP answer from \(endpoint): \(reason)"
        case .cancelled: "the request was cancelled"
        case .shutDown: "the HTTP client was shut down"
        }
    }

    private func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return TimeSpan(milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000).description
    }
}
