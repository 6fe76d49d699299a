import API
import Foundation
import Logging
import Model

/// Trades the join token for a membership, as often as it takes until a controller answers.
struct Joining: Sendable {
    let dialer: ControllerDialer
    let selfEnd: Duration
    let logger: Logger

    func join(_ request: JoinRequest) async throws -> Membership {
        var backoff = Backoff(base: .milliseconds(50), cap: .seconds(5))
        let start = ContinuousClock.now
        while true {
            do throws(APIError) {
                return Membership(try await dialer.client().join(request), now: Date(), instant: .now)
            } catch {
                switch error {
                case .cancelled: throw CancellationError()
                case .unauthorized(let message), .badRequest(let message), .notFound(let message):
                    throw WorkerError.joinRefused(reason: message)
                case .leaseLost, .unreachable, .server, .malformed:
                    guard start.duration(to: .now) < selfEnd else {
                        throw WorkerError.neverJoined(lastReason: "\(error)")
                    }
                    logger.debug("not joined yet", metadata: ["reason": "\(error)"])
                    try await Task.sleep(for: backoff.next())
                }
            }
        }
    }
}
