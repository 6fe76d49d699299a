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

    /// Returns when the task is cancelled, or when no controller has answered for too long and nothing runs.
    func run() async {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        while !Task.isCancelled, !attempts.isClosed {
            do {
                if let grant = try await link.lease(wait: options.leaseWait) { await runner.run(grant) }
                backoff.reset()
            } catch .cancelled {
                return
            } catch {
                if link.silence >= options.selfEnd, attempts.closeIfIdle() { return }
                logger.debug("no lease", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: backoff.next())
            }
        }
    }
}
