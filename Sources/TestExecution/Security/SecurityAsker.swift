import Foundation
import HTTPTransport
import Model

/// Sends the requests of a security test: bounded in number, bytes and time, and the ordinary one only once.
///
/// It takes any certificate, since it sends nothing that is secret; it follows no redirect.
actor SecurityAsker {
    private let http: HTTPClient
    private let deadline: ContinuousClock.Instant
    private let trace: TraceContext
    private var ordinary: Result<HTTPResponse, CheckFailure>?
    /// Of the check that is being made.
    private var allowed = 0
    private var sent = 0

    /// Of one request.
    private static let timeout = Duration.seconds(10)
    private static let bodyLimit = 4 << 20

    init(http: HTTPClient, timeout: TimeSpan, trace: TraceContext) {
        self.http = http
        deadline = .now + timeout.duration
        self.trace = trace
    }

    /// From here on so many requests may be sent.
    func begin(requests: Int) {
        allowed = requests
        sent = 0
    }

    /// What the address answers to a plain GET.
    func look(at target: SecurityTarget) async throws(CheckFailure) -> HTTPResponse {
        if let ordinary { return try ordinary.get() }
        var request = HTTPRequest(url: target.url)
        request.tellsTLSFacts = target.isEncrypted
        let answer: Result<HTTPResponse, CheckFailure>
        do throws(CheckFailure) {
            answer = .success(try await send(request))
        } catch {
            answer = .failure(error)
        }
        ordinary = answer
        return try answer.get()
    }

    func send(_ request: HTTPRequest) async throws(CheckFailure) -> HTTPResponse {
        guard sent < allowed else { throw .undecided("it would send more than \(allowed) requests") }
        sent += 1
        let left = deadline - .now
        guard left > .zero else { throw .outOfTime }
        var request = request
        request.timeout = min(left, Self.timeout)
        request.maxBodyBytes = Self.bodyLimit
        request.tls.isInsecure = true
        request.headers.append(("traceparent", trace.header))
        do throws(HTTPTransportError) {
            return try await http.send(request)
        } catch {
            if case .timedOut = error, deadline <= .now { throw .outOfTime }
            throw .noAnswer(error)
        }
    }
}
