import API
import Logging
import Model

/// Brings the chunks of one attempt to the controller in their order, one request at a time.
struct LogSender: Sendable {
    let buffer: LogBuffer
    let link: ControllerLink
    let lease: LeaseToken
    let logger: Logger

    /// Returns when everything has arrived, when the lease is lost, or when the task is cancelled.
    func run() async {
        while let chunks = await buffer.next() {
            guard await deliver(chunks) else { return buffer.giveUp() }
        }
    }

    /// Sends the same chunks until they arrive: their sequences keep them from being stored twice.
    private func deliver(_ chunks: [LogChunk]) async -> Bool {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(1))
        while true {
            do throws(APIError) {
                try await link.send(chunks, of: lease)
                return true
            } catch {
                switch error {
                case .leaseLost, .notFound, .cancelled: return false
                case .badRequest(let message):
                    logger.error("log refused", metadata: ["reason": "\(message)"])
                    return false
                case .unreachable, .unauthorized, .server, .malformed:
                    logger.debug("log not delivered yet", metadata: ["reason": "\(error)"])
                }
            }
            do { try await Task.sleep(for: backoff.next()) } catch { return false }
        }
    }
}
