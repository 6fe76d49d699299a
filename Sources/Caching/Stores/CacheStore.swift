package import Foundation
package import Model

/// Where values are kept under a digest until they expire or have to make room.
///
/// A store may lose anything at any time, and never gives back other bytes than it was given.
package protocol CacheStore: Actor {
    /// Takes over what is there; worth calling for its error, since every other call does it too.
    func prepare(now: Date) async throws(CacheError)

    /// nil when it is not there, has expired at `now`, was damaged, or can't be read.
    func value(for key: Digest, now: Date) async -> Data?

    /// Keeps a value in place of an older one; one that is too large or has expired only takes the older one away.
    func set(_ data: Data, for key: Digest, expires: Date, now: Date) async throws(CacheError)

    func remove(_ key: Digest) async
    func removeAll() async

    /// Puts other limits in force for what is there and what will come.
    func configure(_ limits: CacheLimits, now: Date) async

    /// Counts since the store was made; what expired until `now` is removed first.
    func statistics(now: Date) async -> CacheStatistics

    /// Ends it: every later lookup misses and nothing is kept any more; files stay where they are.
    func close() async
}

extension CacheStore {
    /// The values of all these keys that are there, for one change of executor, which costs more than a lookup.
    package func values(for keys: some Sequence<Digest> & Sendable, now: Date) async -> [Digest: Data] {
        var values: [Digest: Data] = [:]
        for key in keys { values[key] = await value(for: key, now: now) }
        return values
    }
}
