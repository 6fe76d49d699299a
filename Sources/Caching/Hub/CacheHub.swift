package import Foundation
package import Model

/// Serves results of earlier runs by the CachePolicies in force, and keeps those of new ones.
///
/// What goes wrong with a cache is a miss and an event, never an error of whoever asks.
package actor CacheHub {
    /// A usable policy and where its entries are.
    struct Tier: Sendable {
        let policy: PolicySelection.Usable
        let store: any CacheStore

        var identity: ObjectIdentity { policy.identity }
        var spec: CachePolicySpec { policy.definition.spec }
    }

    private let directory: URL
    private let records: FolderRecords
    let clock: any WallClock
    private let report: @Sendable (Event) -> Void
    private var definitions: [CachePolicyDefinition] = []
    /// In the order in which they are asked.
    private(set) var tiers: [Tier] = []
    /// Pruned policies that are still in force, so that what they make until they leave is deleted then.
    private var pruned: Set<ObjectIdentity> = []
    private var counts: [ObjectIdentity: ServiceCount] = [:]
    /// What keeps a policy from serving now.
    private var current: [ObjectIdentity: CacheError] = [:]
    /// What was said already of each policy.
    private var reported: [ObjectIdentity: Set<CacheError>] = [:]

    /// `directory` is the state folder's `cache/`, made when the first file policy needs it.
    package init(directory: URL, clock: any WallClock, report: @escaping @Sendable (Event) -> Void) {
        self.directory = directory
        self.clock = clock
        self.report = report
        records = FolderRecords(root: directory)
    }

    /// Puts these policies in force, and no others; costs a comparison when they are already.
    ///
    /// Entries stay where a policy's type and folder do. What a policy that left had in memory goes, what it had in
    /// files stays until `forget`.
    package func setPolicies(_ policies: [CachePolicyDefinition]) async {
        guard policies != definitions else { return }
        definitions = policies
        let selection = PolicySelection(policies)
        let before = Dictionary(tiers.map { ($0.identity, $0) }) { first, _ in first }
        tiers = selection.usable.map { policy in
            if let tier = before[policy.identity], tier.policy.place == policy.place {
                return Tier(policy: policy, store: tier.store)
            }
            return Tier(policy: policy, store: makeStore(policy))
        }
        let known = Set(policies.map(\.identity))
        counts = counts.filter { known.contains($0.key) }
        reported = reported.filter { known.contains($0.key) }
        current = [:]
        for (identity, error) in selection.refused { note(error, of: identity) }

        let places = Dictionary(tiers.map { ($0.identity, $0.policy.place) }) { first, _ in first }
        for tier in before.values where places[tier.identity] != tier.policy.place { await tier.store.close() }
        let left = pruned.subtracting(known)
        pruned.formIntersection(known)
        for identity in left { await deleteFiles(of: identity) }
        for identity in selection.usable.map(\.identity) { await prepare(identity) }
    }

    /// Deletes what a policy that is pruned has in files; it serves no more, whether or not it was taken out of force.
    package func forget(_ identity: ObjectIdentity) async {
        if definitions.contains(where: { $0.identity == identity }) { pruned.insert(identity) }
        if let place = tiers.firstIndex(where: { $0.identity == identity }) {
            await tiers.remove(at: place).store.close()
        }
        await deleteFiles(of: identity)
    }

    /// Empties every cache.
    package func removeAll() async {
        for tier in tiers { await tier.store.removeAll() }
    }

    /// What each usable policy holds, and how it served.
    package func statistics() async -> [ObjectIdentity: CacheStatistics] {
        let now = clock.now()
        var statistics: [ObjectIdentity: CacheStatistics] = [:]
        for tier in tiers {
            let store = await tier.store.statistics(now: now)
            statistics[tier.identity] = counts[tier.identity, default: ServiceCount()].statistics(of: store)
        }
        return statistics
    }

    /// Why policies can't serve; those that are not named can.
    package func faults() -> [ObjectIdentity: CacheError] { current }

    /// Counts a lookup; nil is a miss.
    func count(_ result: ReusedResult?, of identity: ObjectIdentity) {
        // A policy that left in the meantime is not counted any more.
        guard definitions.contains(where: { $0.identity == identity }) else { return }
        if let result {
            counts[identity, default: ServiceCount()].addHit(result)
        } else {
            counts[identity, default: ServiceCount()].addMiss()
        }
    }

    /// Notes how a policy's store fared, and reports each fault once for as long as the policy is there.
    func note(_ error: CacheError?, of identity: ObjectIdentity) {
        current[identity] = error
        guard let error, reported[identity, default: []].insert(error).inserted else { return }
        report(event(error, of: identity))
    }

    /// Brings a policy's store to what the policy says now; it may have changed since this was asked for.
    private func prepare(_ identity: ObjectIdentity) async {
        guard let tier = tiers.first(where: { $0.identity == identity }) else { return }
        let now = clock.now()
        await tier.store.configure(CacheLimits(tier.spec), now: now)
        do throws(CacheError) {
            switch tier.policy.place {
            case .memory: try await records.release(identity, fallback: nil, others: paths(but: identity))
            case .file(let path): try await records.claim(path, for: identity, others: paths(but: identity))
            }
            try await tier.store.prepare(now: now)
            note(nil, of: identity)
        } catch {
            note(error, of: identity)
        }
    }

    private func deleteFiles(of identity: ObjectIdentity) async {
        let ownFolder = try? CachePath(CachePath.ownName(of: identity))
        do throws(CacheError) {
            try await records.release(identity, fallback: ownFolder, others: paths(but: identity))
        } catch {
            report(event(error, of: identity))
        }
    }

    /// The folders that other policies use.
    private func paths(but identity: ObjectIdentity) -> [CachePath] {
        tiers.filter { $0.identity != identity }.compactMap(\.policy.place.path)
    }

    private func makeStore(_ policy: PolicySelection.Usable) -> any CacheStore {
        let limits = CacheLimits(policy.definition.spec)
        return switch policy.place {
        case .memory: MemoryCache(limits: limits)
        case .file(let path): FileCache(root: directory, path: path, limits: limits)
        }
    }

    private func event(_ error: CacheError, of identity: ObjectIdentity) -> Event {
        Event(time: clock.now(), object: identity, severity: .warning, reason: .actionFailed, message: "\(error)")
    }
}
