import API
import Logging
import Model

/// Tells the controller every few seconds that the worker lives and what it holds, and stops what it may no longer do.
struct HeartbeatLoop: Sendable {
    let link: ControllerLink
    let attempts: AttemptRegistry
    let thread: ReservedThread
    let log: LogBound
    let logger: Logger

    /// Returns when the task is cancelled.
    func run() async {
        var wasHeard = true
        while !Task.isCancelled {
            log.trim()
            do {
                let answer = try await link.heartbeat(attempts.held)
                for lease in answer.cancel { attempts.cancel(lease) }
                try await link.renewIfDue()
                if !wasHeard { logger.info("controller is back") }
                wasHeard = true
            } catch .cancelled {
                return
            } catch {
                if wasHeard { logger.warning("heartbeat not accepted", metadata: ["reason": "\(error)"]) }
                wasHeard = false
            }
            await thread.pause(link.membership.heartbeat)
        }
    }
}
