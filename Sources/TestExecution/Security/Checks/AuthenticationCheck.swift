import HTTPTransport
import Model

/// `auth-required`: whether somebody who shows nothing is asked who it is.
enum AuthenticationCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        for address in run.addresses {
            let status = try await run.get(address).status
            switch status {
            case 200..<300: found.append(run.finding("answers \(status) without credentials", at: address))
            case 300..<400, 401, 403, 407: break
            default:
                found.append(
                    run.finding("answers \(status), which does not say whether it asks", at: address, isException: true)
                )
            }
        }
        return found
    }
}
