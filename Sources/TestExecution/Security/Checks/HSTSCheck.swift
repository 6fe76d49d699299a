import Foundation
import HTTPTransport
import Model

/// `hsts`: whether browsers are told to come back over TLS only (RFC 6797).
enum HSTSCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        guard run.target.isEncrypted else {
            return [run.finding("the address is not encrypted, so browsers can't be told to come back over TLS only")]
        }
        // Of several fields the first one counts (§8.1).
        guard let field = try await run.look().headers.all("Strict-Transport-Security").first else {
            return [run.finding("there is no `Strict-Transport-Security`")]
        }
        guard let age = age(in: field) else {
            return [run.finding("`Strict-Transport-Security` has no `max-age`, so browsers pass it over")]
        }
        let needed = run.span(otherwise: .minutes(180 * 24 * 60))
        guard age < needed.milliseconds / 1_000 else { return [] }
        let told = age == 0 ? "0, which switches it off" : TimeSpan.seconds(age).description
        return [run.finding("`Strict-Transport-Security` promises `max-age` \(told), and \(needed) is the least")]
    }

    /// In seconds, without what no span of time holds.
    private static func age(in field: String) -> Int64? {
        for directive in field.split(separator: ";") {
            let parts = directive.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, parts[0].lowercased() == "max-age" else { continue }
            let digits = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return min(Int64(digits) ?? .max, 10_000_000_000)
        }
        return nil
    }
}
