import Foundation
import HTTPTransport
import Model

/// One check on its way: what it is told, whom it asks, and how its findings are worded.
struct CheckRun {
    let check: SecurityCheck
    let target: SecurityTarget
    let asker: SecurityAsker
    let now: Date

    var profile: SecurityCheckProfile { check.name.profile }

    /// All that it finds; none where all is well.
    func findings() async throws(CheckFailure) -> [SecurityFinding] {
        let items = self.items ?? []
        guard items.count <= SecurityCheck.itemLimit else {
            throw .undecided(
                "it is told \(items.count) things, and \(SecurityCheck.itemLimit) are the most: write it several times")
        }
        await asker.begin(requests: profile.bound.fixed + profile.bound.perItem * items.count)
        switch check.name {
        case .tlsMinVersion: return try await TLSVersionCheck.run(self)
        case .tlsCertExpiry: return try await CertificateExpiryCheck.run(self)
        case .hsts: return try await HSTSCheck.run(self)
        case .headers: return try await HeadersCheck.run(self)
        case .cookiesFlags: return try await CookieFlagsCheck.run(self)
        case .cors: return try await CORSCheck.run(self)
        case .authRequired: return try await AuthenticationCheck.run(self)
        case .methodsAllowed: return try await MethodsCheck.run(self)
        case .errorLeak: return try await ErrorLeakCheck.run(self)
        case .openRedirect: return try await OpenRedirectCheck.run(self)
        case .directoryListing: return try await DirectoryListingCheck.run(self)
        case .rateLimit: return try await RateLimitCheck.run(self)
        case .secretsInBody: return try await SecretsInBodyCheck.run(self)
        }
    }

    /// The paths, origins, headers or methods that it is told.
    var items: [String]? {
        guard case .array(let items)? = check.parameter else { return nil }
        return items.compactMap(\.string)
    }

    /// The addresses of the paths that it is told, or the address itself.
    var addresses: [String] { items?.map(target.url) ?? [target.url] }

    /// The span of time that it is told.
    func span(otherwise: TimeSpan) -> TimeSpan { check.parameter?.string.flatMap(TimeSpan.init) ?? otherwise }

    func look() async throws(CheckFailure) -> HTTPResponse { try await asker.look(at: target) }

    func get(_ url: String, headers: [(name: String, value: String)] = []) async throws(CheckFailure) -> HTTPResponse {
        // The same answer as everybody's.
        if url == target.url, headers.isEmpty { return try await look() }
        return try await asker.send(HTTPRequest(url: url, headers: headers))
    }

    /// - Parameter isException: whether it has the severity of the exception of its check.
    func finding(_ message: String, at place: String? = nil, isException: Bool = false) -> SecurityFinding {
        SecurityFinding(
            check: check.name.rawValue,
            severity: isException ? profile.exception?.severity ?? profile.severity : profile.severity,
            message: message, place: MaskedURL.mask(place ?? target.url), owasp: profile.owasp.rawValue,
            advice: profile.advice)
    }

    /// Of an address without TLS.
    var notEncrypted: SecurityFinding {
        finding("the address is not encrypted: whoever stands between reads and changes everything", isException: true)
    }
}

extension HTTPResponse {
    /// The body as text, whatever its character set.
    var text: String { String(decoding: body, as: UTF8.self) }

    var isSuccess: Bool { (200..<300).contains(status) }
}
