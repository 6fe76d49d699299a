import Synchronization
import TestSupport

/// Numbers between 0 and 1 for whoever asks, the same ones for the same seed and order.
final class SharedDice: Sendable {
    private let random: Mutex<SplitMix64>

    init(seed: UInt64) { random = Mutex(SplitMix64(seed: seed)) }

    func next() -> Double { random.withLock { Double($0.next() >> 11) * 0x1p-53 } }
}
