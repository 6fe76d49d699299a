import HTTPTransport
import Model
import TestLanguage

/// `cookies-flags`: whether cookies are kept from scripts, other sites and unencrypted connections (RFC 6265bis).
enum CookieFlagsCheck {
    /// The most cookies of one answer that are told one by one.
    private static let limit = 50

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        let lines = try await run.look().headers.all("Set-Cookie")
        return lines.prefix(limit).compactMap { finding(of: $0, run) }
    }

    private static func finding(of line: String, _ run: CheckRun) -> SecurityFinding? {
        let pieces = ResponseCookies.pieces(of: line)
        guard let cookie = pieces.first, !cookie.name.isEmpty else { return nil }
        func attribute(_ name: String) -> (name: String, value: String?)? {
            pieces.dropFirst().last { $0.name.lowercased() == name }
        }
        // It is being deleted. `Max-Age` outranks `Expires` (RFC 6265 §5.3).
        if let age = attribute("max-age")?.value.flatMap(Int.init) {
            if age <= 0 { return nil }
        } else if let end = attribute("expires")?.value.flatMap(DateFormat.httpDate), end <= run.now {
            return nil
        }
        let name = cookie.name.lowercased()
        let isForScripts = name.contains("csrf") || name.contains("xsrf")
        var missing: [String] = []
        if attribute("secure") == nil { missing.append("Secure") }
        if attribute("httponly") == nil, !isForScripts { missing.append("HttpOnly") }
        let isSerious = !missing.isEmpty && !isForScripts && isSession(name)
        if attribute("samesite")?.value?.isEmpty ?? true { missing.append("SameSite") }
        var faults = missing.isEmpty ? [] : ["has no " + missing.map { "`\($0)`" }.joined(separator: ", ")]
        if name.hasPrefix("__host-"), attribute("path")?.value != "/" || attribute("domain") != nil {
            faults.append("breaks the rule of its prefix: `Path=/` and no `Domain`")
        }
        guard !faults.isEmpty else { return nil }
        return run.finding(
            "cookie `\(cookie.name.prefix(100))` \(faults.joined(separator: " and "))", isException: isSerious)
    }

    private static func isSession(_ name: String) -> Bool {
        ["sess", "sid", "auth", "token", "jwt", "login"].contains(where: name.contains)
    }
}
