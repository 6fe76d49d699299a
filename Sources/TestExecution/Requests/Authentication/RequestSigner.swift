import Foundation
import HTTPTransport
import Model

/// Adds to a request what each sending needs anew: a span of its trace, a token that still holds, a signature.
struct RequestSigner {
    let base: HTTPRequest
    let auth: RequestAuth?
    let http: HTTPClient
    let clock: any WallClock
    /// Knows the token as well.
    private(set) var redactor: Redactor
    private var trace: TraceContext?
    private var token: OAuthToken?

    init(base: HTTPRequest, auth: RequestAuth?, http: HTTPClient, clock: any WallClock, redactor: Redactor) {
        self.base = base
        self.auth = auth
        self.http = http
        self.clock = clock
        self.redactor = redactor
    }

    /// - Parameter limit: the bound of asking for a token.
    mutating func next(within limit: Duration) async throws -> HTTPRequest {
        var request = base
        if !base.headers.contains(where: { $0.name.lowercased() == "traceparent" }) {
            let span = trace?.next ?? TraceContext()
            trace = span
            request.headers.append(("traceparent", span.header))
        }
        switch auth {
        case .oauth2(let grant)?:
            let token = try await token(of: grant, within: limit)
            request.headers.append(("authorization", "Bearer \(token)"))
        case .awsSigV4(let signing)?:
            let headers = AWSSignature(signing: signing, date: clock.now()).headers(for: request)
            request.headers += headers
            request.confidentialHeaders.formUnion(headers.map(\.name))
        case .basic?, .bearer?, .digest?, .clientCert?, nil: break
        }
        return request
    }

    private mutating func token(of grant: OAuthGrant, within limit: Duration) async throws -> String {
        if let token, token.isFresh(at: .now) { return token.value }
        let new = try await OAuthToken.ask(for: grant, like: base, within: limit, http: http)
        redactor.add([new.value])
        token = new
        return new.value
    }
}
