import Logging
import Model

/// The live log of one attempt, from its first line to the last chunk that arrives.
struct AttemptLog: Sendable {
    private let buffer = LogBuffer()
    private let sending: Task<Void, Never>
    private let patience: Duration

    /// - Parameter patience: how long `close` waits, and how long the sender goes on after `release`.
    init(of lease: LeaseToken, link: ControllerLink, patience: Duration, logger: Logger) {
        self.patience = patience
        let sender = LogSender(buffer: buffer, link: link, lease: lease, logger: logger)
        // Not a child: a worker that is told to stop still sends the last lines.
        sending = Task { await sender.run() }
    }

    var sink: LogSink {
        let buffer = buffer
        return { buffer.append($0, $1) }
    }

    /// The attempt has ended: returns when all of it has arrived, or after a short while.
    func close() async {
        buffer.close()
        await waitForTheEnd()
    }

    /// The result has arrived, or never will: what is still under way gets a short while, and nobody waits for it.
    func release() {
        buffer.close()
        Task {
            await waitForTheEnd()
            sending.cancel()
        }
    }

    private func waitForTheEnd() async {
        let over = OneShot()
        let end = Task {
            await sending.value
            over.fire()
        }
        // Its own task, so that a caller that is cancelled waits all the same.
        await Task { await over.wait(until: .now.advanced(by: patience)) }.value
        end.cancel()
    }
}
