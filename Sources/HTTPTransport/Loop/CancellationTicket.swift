import Synchronization

/// Remembers that a request was cancelled, so that a cancel that overtakes its start command is not lost:
/// the loop looks here when it starts the transfer.
final class CancellationTicket: Sendable {
    private let cancelled = Atomic<Bool>(false)

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }
}
