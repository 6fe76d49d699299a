import Foundation
import HTTPTransport
import Model
import TestLanguage

/// An access token of the client credentials grant (RFC 6749 §4.4).
struct OAuthToken {
    let value: String
    /// nil when the server did not say.
    let expires: ContinuousClock.Instant?

    /// A server's answer is small.
    private static let maxBytes = 1 << 20

    func isFresh(at now: ContinuousClock.Instant) -> Bool { expires.map { now < $0 } ?? true }

    /// Asks for one, the way that `like` is sent: through its proxy, with its trusted authorities.
    ///
    /// - Throws: `RequestProblem.token`, or `cancelled` of the transport.
    static func ask(for grant: OAuthGrant, like: HTTPRequest, within timeout: Duration, http: HTTPClient) async throws
        -> OAuthToken
    {
        var fields = ["grant_type": "client_credentials"]
        fields["scope"] = grant.scope
        var request = HTTPRequest(
            method: "POST", url: PercentEncoding.repair(grant.tokenURL),
            headers: [
                ("accept", "application/json"), ("authorization", authorization(of: grant)),
                ("content-type", "application/x-www-form-urlencoded"),
            ],
            body: Data(FormBody.text(of: fields).utf8), timeout: timeout, maxBodyBytes: maxBytes)
        request.proxy = like.proxy
        request.version = like.version == .one ? .one : .automatic
        request.tls = like.tls
        // These are meant for the server of the request.
        request.tls.serverName = nil
        request.tls.identity = nil
        let place = MaskedURL.mask(request.url)
        do {
            return try token(in: try await http.send(request), from: place)
        } catch let error as HTTPTransportError {
            if error == .cancelled { throw error }
            throw RequestProblem.token(reason: "no token from \(place): \(error)")
        }
    }

    /// Both encoded as forms are before they are joined (RFC 6749 §2.3.1).
    private static func authorization(of grant: OAuthGrant) -> String {
        let pair = FormBody.encode(grant.clientId) + ":" + FormBody.encode(grant.clientSecret)
        return "Basic " + Data(pair.utf8).base64EncodedString()
    }

    private static func token(in response: HTTPResponse, from place: String) throws(RequestProblem) -> OAuthToken {
        func refuse(_ reason: String) -> RequestProblem { .token(reason: "no token from \(place): \(reason)") }
        let body = try? JSONParser.parse(Array(response.body))
        guard response.status == 200 else {
            // RFC 6749 §5.2.
            let words = [body?["error"]?.string, body?["error_description"]?.string].compactMap { $0 }
            let tail = words.isEmpty ? "" : " (\(words.joined(separator: ": ").prefix(200)))"
            throw refuse("it answered \(response.status)\(tail)")
        }
        guard let value = body?["access_token"]?.string, !value.isEmpty else {
            throw refuse("its answer has no `access_token`")
        }
        if let type = body?["token_type"]?.string, type.lowercased() != "bearer" {
            throw refuse("it is of type `\(type.prefix(60))`, not `Bearer`")
        }
        let seconds = body?["expires_in"]?.double.map { min(max($0, 0), 1e9) }
        return OAuthToken(value: value, expires: seconds.map { ContinuousClock.now + .seconds($0) })
    }
}
