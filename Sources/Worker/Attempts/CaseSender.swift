import API
import Logging
import Model

/// Brings what the reports of one attempt tell to the controller, batch after batch, each until it arrives.
actor CaseSender {
    private let link: ControllerLink
    private let lease: LeaseToken
    private let selfEnd: Duration
    private let logger: Logger
    private var sequence = 0
    private var isOver = false

    /// How long a controller that answers, but can't keep them now, is asked again.
    private static let patience = Duration.seconds(30)

    init(of lease: LeaseToken, link: ControllerLink, selfEnd: Duration, logger: Logger) {
        self.lease = lease
        self.link = link
        self.selfEnd = selfEnd
        self.logger = logger
    }

    nonisolated var sink: CaseSink { { await self.send($0) } }

    /// - Returns: whether they are kept; after a false nothing more is sent.
    func send(_ entries: [CaseEntry]) async -> Bool {
        guard !isOver else { return false }
        sequence += 1
        let isKept = await deliver(CaseBatch(sequence: sequence, entries: entries))
        if !isKept { isOver = true }
        return isKept
    }

    /// Sends the same batch until it arrives: its sequence keeps it from being stored twice.
    private func deliver(_ batch: CaseBatch) async -> Bool {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        let start = ContinuousClock.now
        while true {
            do throws(APIError) {
                return try await link.send(batch, of: lease)
            } catch {
                guard isWorthAnotherTry(error, since: start) else {
                    logger.warning("cases not kept", metadata: ["reason": "\(error)"])
                    return false
                }
                logger.debug("cases not delivered yet", metadata: ["reason": "\(error)"])
            }
            do { try await Task.sleep(for: backoff.next()) } catch { return false }
        }
    }

    private func isWorthAnotherTry(_ error: APIError, since start: ContinuousClock.Instant) -> Bool {
        switch error {
        case .leaseLost, .notFound, .cancelled, .badRequest: false
        case .server: start.duration(to: .now) < Self.patience
        case .unreachable, .unauthorized, .malformed: link.silence < selfEnd
        }
    }
}
