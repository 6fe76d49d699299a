import API
import Logging
import Model

/// One slot: asks for a task, runs it, asks again.
struct LeaseLoop: Sendable {
    let link: ControllerLink
    let attempts: AttemptRegistry
    let runner: AttemptRunner
    let options: WorkerOptions
    let logger: Logger

    private static let patience = Duration.seconds(10)

    /// Returns when the task is cancelled, or when no controller has answered for too long and nothing runs.
    func run() async {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        var failing: ContinuousClock.Instant?
        while !Task.isCancelled, !attempts.isClosed {
            do {
                if let grant = try await link.lease(wait: options.leaseWait) { await runner.run(grant) }
                backoff.reset()
                failing = nil
            } catch .cancelled {
                return
            } catch {
                // One that was stopped for hours has heard nothing for as long: it asks for a while before it gives up.
                let since = failing ?? .now
                failing = since
                let isHopeless = since.duration(to: .now) >= min(options.selfEnd, Self.patience)
                if isHopeless, link.silence >= options.selfEnd, attempts.closeIfIdle() { return }
                logger.debug("no lease", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: backoff.next())
            }
        }
    }
}
