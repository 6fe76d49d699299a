import Model

/// In which order a cache's keys go when it is full; a plain value, every operation O(1).
///
/// Written by hand: a doubly linked list whose nodes stand without gaps in one array, so that a random one can be
/// picked too, and so that the order survives a change of policy. The ordered dictionaries of swift-collections remove
/// in O(n).
struct EvictionOrder<Key: Hashable & Sendable>: Sendable {
    private struct Node {
        let key: Key
        var older: Int?
        var newer: Int?
    }

    /// May change at any time; what was known of the order stays.
    var policy: CachePolicySpec.EvictionPolicy
    private var nodes: [Node] = []
    private var places: [Key: Int] = [:]
    private var oldest: Int?
    private var newest: Int?
    private var random: SplitMix

    init(_ policy: CachePolicySpec.EvictionPolicy, seed: UInt64) {
        self.policy = policy
        random = SplitMix(state: seed)
    }

    var count: Int { nodes.count }

    /// Adds a key, or stores it anew, as the newest.
    mutating func insert(_ key: Key) {
        remove(key)
        nodes.append(Node(key: key, older: nil, newer: nil))
        places[key] = nodes.count - 1
        link(nodes.count - 1)
    }

    /// Notes that a key was read, which only `lru` heeds.
    mutating func use(_ key: Key) {
        guard policy == .lru, let place = places[key], place != newest else { return }
        unlink(place)
        link(place)
    }

    mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        unlink(place)
        fill(place)
    }

    /// Takes out the key that has to go; nil when there is none.
    mutating func removeVictim() -> Key? {
        guard let place = victim() else { return nil }
        let key = nodes[place].key
        remove(key)
        return key
    }

    private mutating func victim() -> Int? {
        switch policy {
        case .lru, .fifo: oldest
        case .random: nodes.isEmpty ? nil : Int.random(in: nodes.indices, using: &random)
        }
    }

    /// Makes a node the newest.
    private mutating func link(_ place: Int) {
        nodes[place].older = newest
        nodes[place].newer = nil
        if let newest { nodes[newest].newer = place } else { oldest = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        join(nodes[place].older, nodes[place].newer)
    }

    private mutating func join(_ older: Int?, _ newer: Int?) {
        if let older { nodes[older].newer = newer } else { oldest = newer }
        if let newer { nodes[newer].older = older } else { newest = older }
    }

    /// Moves the last node into the gap that an unlinked one leaves.
    private mutating func fill(_ gap: Int) {
        let moved = nodes.removeLast()
        guard gap < nodes.count else { return }
        nodes[gap] = moved
        places[moved.key] = gap
        if let older = moved.older { nodes[older].newer = gap } else { oldest = gap }
        if let newer = moved.newer { nodes[newer].older = gap } else { newest = gap }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a generator of 64 bits of state that repeats itself from a seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
