import HTTPTransport
import Model

/// `secrets-in-body`: whether answers hold what nobody should get.
enum SecretsInBodyCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        for address in run.addresses {
            let text = try await run.get(address).text
            for pattern in SecretPattern.allCases where pattern.isIn(text) {
                found.append(
                    run.finding("the body holds \(pattern.words)", at: address, isException: pattern == .jwt))
            }
        }
        return found
    }
}
