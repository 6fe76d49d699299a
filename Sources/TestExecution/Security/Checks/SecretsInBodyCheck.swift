import HTTPTransport
import Model

/// `secrets-in-body`: whether answers hold what nobody should get.
enum SecretsInBodyCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        var search = AnswerSearch()
        for address in run.addresses {
            let text = try await run.get(address).text
            for pattern in SecretPattern.allCases where search.finds(pattern, in: text, at: address) {
                found.append(
                    run.finding("the body holds \(pattern.words)", at: address, isException: pattern == .jwt))
            }
        }
        return try search.result(found)
    }
}
