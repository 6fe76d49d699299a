package import Model

/// Wakes those who wait for more of a run's log: when some arrives, and when runs change.
package actor LogHub {
    private struct Reader {
        let run: RunID
        let bell: AsyncStream<Void>.Continuation
    }

    private let changes: @Sendable () async -> AsyncStream<Void>
    private var readers: [Int: Reader] = [:]
    private var lastReader = 0
    private var watching: Task<Void, Never>?

    /// - Parameter changes: yields whenever runs start, progress or end; asked for once, by the first reader.
    package init(changes: @escaping @Sendable () async -> AsyncStream<Void>) { self.changes = changes }

    deinit { watching?.cancel() }

    /// Yields when there may be more; several rings may be told at once. Ends after the given time.
    package func rings(of run: RunID, for span: Duration) async -> AsyncStream<Void> {
        await watch()
        lastReader += 1
        let id = lastReader
        let (stream, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        readers[id] = Reader(run: run, bell: bell)
        let timer = Task {
            try? await Task.sleep(for: span)
            bell.finish()
        }
        bell.onTermination = { [weak self] _ in
            timer.cancel()
            Task { await self?.forget(id) }
        }
        return stream
    }

    /// Something was added to the log of a run.
    package func ring(_ run: RunID) {
        for reader in readers.values where reader.run == run { reader.bell.yield() }
    }

    private func ringAll() {
        for reader in readers.values { reader.bell.yield() }
    }

    private func forget(_ id: Int) { readers[id] = nil }

    private func watch() async {
        guard watching == nil else { return }
        let stream = await changes()
        // Somebody else may have come first while this waited.
        guard watching == nil else { return }
        watching = Task { [weak self] in
            for await _ in stream { await self?.ringAll() }
        }
    }
}
