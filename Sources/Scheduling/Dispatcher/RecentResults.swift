package import Model

/// Which results were recorded lately, so that a worker that missed the answer and repeats itself is told the same.
package struct RecentResults: Sendable {
    private struct Entry {
        let worker: WorkerID
        /// Of the result; the seed is this process's own, so nobody can choose a collision.
        let hash: Int
    }

    private let capacity: Int
    private var entries: [LeaseToken: Entry] = [:]
    /// Oldest first.
    private var order: [LeaseToken] = []

    package init(capacity: Int = 4_096) { self.capacity = capacity }

    package mutating func note(_ lease: LeaseToken, _ worker: WorkerID, _ result: TaskResult) {
        guard entries.updateValue(Entry(worker: worker, hash: result.hashValue), forKey: lease) == nil else { return }
        order.append(lease)
        if order.count > capacity {
            let half = order.count / 2
            for token in order.prefix(half) { entries[token] = nil }
            order.removeFirst(half)
        }
    }

    package func holds(_ lease: LeaseToken, _ worker: WorkerID, _ result: TaskResult) -> Bool {
        entries[lease].map { $0.worker == worker && $0.hash == result.hashValue } ?? false
    }
}
