import API
import Foundation
import Model

/// What the controller made of this worker: its name, its credential and the intervals it is to keep.
struct Membership: Sendable {
    let worker: WorkerID
    let credential: Secret
    /// When to ask for the next credential: at half of this one's life, on the monotonic clock.
    let renewAt: ContinuousClock.Instant
    let heartbeat: Duration

    /// - Parameters:
    ///   - now: the time of day that `expiresAt` is measured from.
    ///   - instant: the same moment.
    init(_ response: CredentialResponse, now: Date, instant: ContinuousClock.Instant) {
        worker = response.worker
        credential = Secret(response.credential)
        let life = max(0, response.expiresAt.timeIntervalSince(now))
        renewAt = instant.advanced(by: .seconds(life / 2))
        heartbeat = max(response.heartbeat.duration, .milliseconds(10))
    }
}
