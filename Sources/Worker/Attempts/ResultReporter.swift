import API
import Foundation
import Logging
import Model

/// Brings a result to the controller, however long that is away, up to the worker's own end.
struct ResultReporter: Sendable {
    let link: ControllerLink
    let selfEnd: Duration
    let logger: Logger

    /// The bound of the only try that a worker makes which has been told to stop.
    private static let lastWord = Duration.seconds(2)

    func deliver(_ result: TaskResult, for lease: LeaseToken) async {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        while true {
            do throws(APIError) {
                if Task.isCancelled { throw .cancelled }
                return try await link.report(result, for: lease)
            } catch .leaseLost, .notFound {
                return logger.notice("result not taken: the lease was lost")
            } catch .badRequest(let message) {
                return await deliverRefusal(of: result, because: message, for: lease)
            } catch .cancelled {
                return await deliverLastWord(result, for: lease)
            } catch {
                guard link.silence < selfEnd else {
                    return logger.error("result given up: no controller answers", metadata: ["reason": "\(error)"])
                }
                logger.warning("result not delivered yet", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: backoff.next())
            }
        }
    }

    /// A result that the controller can't read must not leave the attempt without any.
    private func deliverRefusal(of result: TaskResult, because message: String, for lease: LeaseToken) async {
        logger.error("result refused", metadata: ["reason": "\(message)"])
        let substitute = TaskResult(
            outcome: .errored, startedAt: result.startedAt, duration: result.duration,
            message: "the controller refused the result of this attempt: \(message)")
        try? await link.report(substitute, for: lease)
    }

    private func deliverLastWord(_ result: TaskResult, for lease: LeaseToken) async {
        // A task of its own, since this one's calls would all be cancelled.
        let report = Task { try await link.report(result, for: lease) }
        let limit = Task {
            try await Task.sleep(for: Self.lastWord)
            report.cancel()
        }
        _ = await report.result
        limit.cancel()
    }
}
