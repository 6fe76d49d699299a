import Foundation
package import Model

extension CacheHub {
    /// The results that stand for tests of a run, by the key that was asked; a key without one has to run.
    ///
    /// Lower tiers are asked first; what a later one answers is copied to those before it.
    package func lookup(
        _ keys: [CacheQuery], namespace: String, environment: String
    ) async -> [Digest: ReusedResult] {
        let asked = serving(namespace: namespace, environment: environment)
        guard !asked.isEmpty else { return [:] }
        let now = clock.now()
        var found: [Digest: ReusedResult] = [:]
        for query in CacheQuery.merged(keys) {
            let place = EntryKey.make(query.key, namespace: namespace, environment: environment)
            for (position, tier) in asked.enumerated() {
                let result = await find(query, at: place, in: tier, now: now)
                count(result, of: tier.identity)
                guard let result else { continue }
                found[query.key] = result
                await put(result, at: place, in: asked[..<position], now: now)
                break
            }
        }
        return found
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

    private func find(_ query: CacheQuery, at place: Digest, in tier: Tier, now: Date) async -> ReusedResult? {
        guard let data = await tier.store.value(for: place, now: now) else { return nil }
        guard let result = KeptResult.decode(data) else {
            await tier.store.remove(place)
            return nil
        }
        let age = ResultAge(of: result.recordedAt, at: now)
        return age.isWithin(min(tier.spec.ttl, query.ttl ?? tier.spec.ttl)) ? result : nil
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
