import Foundation
import Model

/// What a cache holds, how large that is and what goes first; a plain value without I/O.
///
/// Every change names the keys that went, so that a cache on disk can remove their files.
struct CacheIndex<Payload: Sendable>: Sendable {
    struct Entry: Sendable {
        let payload: Payload
        /// Payload and overhead.
        let bytes: Int
        let expires: Date
    }

    enum Found {
        case entry(Entry)
        case missing
        /// It was there and is no longer.
        case expired
    }

    private(set) var entries: [Digest: Entry] = [:]
    private(set) var bytes = 0
    /// How many went before they expired, since there was no room.
    private(set) var evictions = 0
    private var limits: CacheLimits
    private let maximumEntries: Int
    private var order: EvictionOrder<Digest>
    private(set) var expiries = ExpiryQueue<Digest>()

    init(_ limits: CacheLimits, maximumEntries: Int = .max, seed: UInt64 = .random(in: 0 ... .max)) {
        self.limits = limits
        self.maximumEntries = maximumEntries
        order = EvictionOrder(limits.evictionPolicy, seed: seed)
    }

    /// Looks a key up as a use of it.
    mutating func use(_ key: Digest, now: Date) -> Found {
        guard let entry = entries[key] else { return .missing }
        guard now < entry.expires else {
            remove(key)
            return .expired
        }
        order.use(key)
        return .entry(entry)
    }

    /// Whether an entry of this size could ever be kept.
    func fits(_ bytes: Int) -> Bool { bytes <= limits.bytes && maximumEntries > 0 }

    /// Keeps an entry in place of an older one of the same key; the keys that went for it.
    ///
    /// One that `fits` not, or that has expired already, is not kept, and its own key is among those that went.
    mutating func insert(_ entry: Entry, for key: Digest, now: Date) -> [Digest] {
        remove(key)
        guard fits(entry.bytes), now < entry.expires else { return [key] }
        let gone = makeRoom(for: entry.bytes, entries: 1, now: now)
        entries[key] = entry
        bytes += entry.bytes
        order.insert(key)
        expiries.insert(.init(key: key, expires: entry.expires))
        if expiries.count > 2 * entries.count + 64 {
            expiries = ExpiryQueue(entries.lazy.map { .init(key: $0.key, expires: $0.value.expires) })
        }
        return gone
    }

    mutating func remove(_ key: Digest) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        bytes -= entry.bytes
        order.remove(key)
    }

    mutating func removeAll() {
        entries = [:]
        bytes = 0
        order = EvictionOrder(limits.evictionPolicy, seed: .random(in: 0 ... .max))
        expiries = ExpiryQueue()
    }

    /// The keys that expired until `now`.
    mutating func removeExpired(now: Date) -> [Digest] {
        var gone: [Digest] = []
        while let item = expiries.removeExpired(at: now) {
            guard entries[item.key]?.expires == item.expires else { continue }
            remove(item.key)
            gone.append(item.key)
        }
        return gone
    }

    /// Puts other limits in force for what is there; the keys that went for it.
    mutating func configure(_ limits: CacheLimits, now: Date) -> [Digest] {
        guard limits != self.limits else { return [] }
        self.limits = limits
        order.policy = limits.evictionPolicy
        return makeRoom(for: 0, entries: 0, now: now)
    }

    /// First what expired goes, then what the policy names.
    private mutating func makeRoom(for size: Int, entries count: Int, now: Date) -> [Digest] {
        var gone = removeExpired(now: now)
        while bytes > limits.bytes - size || entries.count > maximumEntries - count {
            guard let victim = order.removeVictim() else { break }
            remove(victim)
            evictions += 1
            gone.append(victim)
        }
        return gone
    }
}
