import Foundation
package import Model

extension CacheHub {
    /// How many values are taken out of a store at once, so that no more than 16 MiB of them are in flight.
    private static let batch = 64

    private struct Asked {
        let query: CacheQuery
        /// Its key in every store.
        let place: Digest
    }

    /// The results that stand for tests of a run, by the key that was asked; a key without one has to run.
    ///
    /// Lower tiers are asked first; what a later one answers is copied to those before it.
    package func lookup(
        _ keys: [CacheQuery], namespace: String, environment: String
    ) async -> [Digest: ReusedResult] {
        let asked = serving(namespace: namespace, environment: environment)
        guard !asked.isEmpty else { return [:] }
        let now = clock.now()
        var open = CacheQuery.merged(keys).map { query in
            Asked(query: query, place: EntryKey.make(query.key, namespace: namespace, environment: environment))
        }
        var results: [Digest: ReusedResult] = [:]
        for (position, tier) in asked.enumerated() {
            let found = await find(open, in: tier, now: now)
            for query in open {
                let result = found[query.place]
                count(result, of: tier.identity)
                guard let result else { continue }
                results[query.query.key] = result
                await put(result, at: query.place, in: asked[..<position], now: now)
            }
            open.removeAll { found[$0.place] != nil }
        }
        return results
    }

    /// Keeps a result in every cache that serves the environment, unless it must not be reused.
    package func keep(
        _ result: ReusedResult, under key: Digest, namespace: String, environment: String
    ) async {
        let place = EntryKey.make(key, namespace: namespace, environment: environment)
        let tiers = serving(namespace: namespace, environment: environment)
        await put(result, at: place, in: tiers[...], now: clock.now())
    }

    private func serving(namespace: String, environment: String) -> [Tier] {
        tiers.filter { $0.policy.serves(namespace: namespace, environment: environment) }
    }

    /// What a tier has for these, by place.
    private func find(_ asked: [Asked], in tier: Tier, now: Date) async -> [Digest: ReusedResult] {
        var found: [Digest: ReusedResult] = [:]
        for start in stride(from: 0, to: asked.count, by: Self.batch) {
            let batch = asked[start..<min(start + Self.batch, asked.count)]
            let values = await tier.store.values(for: batch.map(\.place), now: now)
            for asked in batch {
                guard let data = values[asked.place] else { continue }
                guard let result = KeptResult.decode(data) else {
                    await tier.store.remove(asked.place)
                    continue
                }
                let age = ResultAge(of: result.recordedAt, at: now)
                guard age.isWithin(min(tier.spec.ttl, asked.query.ttl ?? tier.spec.ttl)) else { continue }
                found[asked.place] = result
            }
        }
        return found
    }

    private func put(_ result: ReusedResult, at place: Digest, in tiers: ArraySlice<Tier>, now: Date) async {
        guard !tiers.isEmpty, let data = KeptResult.encode(result) else { return }
        for tier in tiers {
            let expires = result.recordedAt.addingTimeInterval(tier.spec.ttl.seconds)
            do throws(CacheError) {
                try await tier.store.set(data, for: place, expires: expires, now: now)
                note(nil, of: tier.identity)
            } catch {
                note(error, of: tier.identity)
            }
        }
    }
}
