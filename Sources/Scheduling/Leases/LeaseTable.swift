package import Model

/// Who holds which attempt, and until when without being heard of.
package struct LeaseTable: Sendable {
    package struct Lease: Hashable, Sendable {
        package let run: RunID
        package let worker: WorkerID
        package fileprivate(set) var expires: MonotonicInstant
        /// How many heartbeats of its worker in a row did not name it.
        fileprivate var omissions = 0
        /// Its worker has been told to stop it.
        fileprivate var isStopping = false
    }

    /// How long a lease lasts without a heartbeat.
    package let duration: Duration
    private var leases: [LeaseToken: Lease] = [:]

    package init(duration: Duration = .seconds(15)) { self.duration = duration }

    package subscript(token: LeaseToken) -> Lease? { leases[token] }

    package var count: Int { leases.count }

    /// The workers that hold one.
    package var workers: Set<WorkerID> { Set(leases.values.map(\.worker)) }

    /// The end of the lease that ends first.
    package var nextExpiry: MonotonicInstant? { leases.values.lazy.map(\.expires).min() }

    package mutating func grant(_ token: LeaseToken, run: RunID, worker: WorkerID, now: MonotonicInstant) {
        leases[token] = Lease(run: run, worker: worker, expires: now.advanced(by: duration))
    }

    /// Its worker named it. A lease that is to stop is prolonged once, for the stopping, so that a worker that never
    /// stops can't hold it for ever.
    package mutating func renew(_ token: LeaseToken, stopping: Bool = false, now: MonotonicInstant) {
        guard var lease = leases[token] else { return }
        lease.omissions = 0
        if !lease.isStopping { lease.expires = now.advanced(by: duration) }
        lease.isStopping = lease.isStopping || stopping
        leases[token] = lease
    }

    /// Takes note of the leases that a heartbeat of their worker did not name.
    ///
    /// - Returns: those that the worker has given up. One omission is pardoned: a grant or a result may be under way.
    package mutating func omitted(by worker: WorkerID, naming named: Set<LeaseToken>) -> [LeaseToken] {
        for token in held(by: worker) where !named.contains(token) {
            leases[token]?.omissions += 1
        }
        return held(by: worker).filter { (leases[$0]?.omissions ?? 0) > 1 }
    }

    /// Moves the end of a lease that has expired, without its worker having been heard of.
    package mutating func postpone(_ token: LeaseToken, from now: MonotonicInstant, by pause: Duration) {
        guard let lease = leases[token], lease.expires <= now else { return }
        leases[token]?.expires = now.advanced(by: pause)
    }

    @discardableResult
    package mutating func remove(_ token: LeaseToken) -> Lease? { leases.removeValue(forKey: token) }

    package func held(by worker: WorkerID) -> [LeaseToken] {
        leases.filter { $0.value.worker == worker }.keys.sorted()
    }

    /// Leases that have ended, in the order of their ends.
    package func expired(at now: MonotonicInstant) -> [LeaseToken] {
        leases.filter { $0.value.expires <= now }
            .sorted { ($0.value.expires, $0.key) < ($1.value.expires, $1.key) }
            .map(\.key)
    }

    /// Gives every lease its full duration again, after a time in which no heartbeat could arrive.
    package mutating func rearm(now: MonotonicInstant) {
        for token in leases.keys { leases[token]?.expires = now.advanced(by: duration) }
    }
}
