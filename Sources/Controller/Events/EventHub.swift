package import Model
package import Store

/// Takes every event, keeps it in history and hands it to whoever listens, in order.
///
/// Reporting never waits for the disk: events queue up and one task writes them.
package actor EventHub {
    private let store: Store
    private let listener: @Sendable (Event) -> Void
    private let queue: AsyncStream<Event>
    private let input: AsyncStream<Event>.Continuation

    /// - Parameter listener: Called for each event, in order, before it is stored.
    package init(store: Store, listener: @escaping @Sendable (Event) -> Void) {
        self.store = store
        self.listener = listener
        (queue, input) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    package nonisolated func report(_ event: Event) { input.yield(event) }

    /// Ends `run()` once everything reported before is stored.
    package nonisolated func finish() { input.finish() }

    /// Stores events until `finish()`; history that can't be written is lost, and control goes on.
    package func run() async {
        for await event in queue {
            listener(event)
            try? await store.record([event])
        }
    }
}
