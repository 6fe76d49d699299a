import Model
import TestLanguage

/// A claim of a JSON Web Token (RFC 7519); the signature is not looked at.
enum JWTClaimFilter {
    static func apply(_ name: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .jwtClaim)
        let token = text.hasPrefix("Bearer ") ? text.dropFirst("Bearer ".count) : text[...]
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64.decode(String(parts[1]), urlSafe: true),
            let claims = try? JSONParser.parse(payload), case .object(let members) = claims
        else { throw FilterFailure("the text is no JSON Web Token") }
        return members[name].map(Subject.value) ?? .missing("the token has no such claim")
    }
}
