/// Token buckets of many senders; a plain value without a clock of its own.
struct RateLimit: Sendable {
    struct Key: Hashable, Sendable {
        let source: String
        let address: String
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    /// How many may come at once.
    private let burst: Double
    private let perSecond: Double
    /// How many senders are remembered; more of them share what is left.
    private let capacity: Int
    private var buckets: [Key: Bucket] = [:]

    init(burst: Int = 200, perSecond: Int = 20, capacity: Int = 4_096) {
        self.burst = Double(burst)
        self.perSecond = Double(perSecond)
        self.capacity = capacity
    }

    /// Takes one; nil when it may pass, else the whole seconds to wait.
    mutating func take(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        if buckets[key] == nil, buckets.count >= capacity { forgetFull(at: now) }
        let key = buckets[key] == nil && buckets.count >= capacity ? Key(source: key.source, address: "") : key
        var bucket = buckets[key] ?? Bucket(tokens: burst, filledAt: now)
        bucket.tokens = tokens(of: bucket, at: now)
        bucket.filledAt = now
        defer { buckets[key] = bucket }
        guard bucket.tokens >= 1 else {
            return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
        }
        bucket.tokens -= 1
        return nil
    }

    private func tokens(of bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        let seconds = (now - bucket.filledAt) / .seconds(1)
        return min(burst, bucket.tokens + seconds * perSecond)
    }

    /// Whoever has not come for long enough is as if never seen.
    private mutating func forgetFull(at now: ContinuousClock.Instant) {
        buckets = buckets.filter { tokens(of: $0.value, at: now) < burst }
    }
}
