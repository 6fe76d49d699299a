/// How long to wait between looks at a source: its interval, off by up to a twentieth, so that many sources of one server
/// don't ask it all at once.
package struct PollSchedule: Hashable, Sendable {
    private let source: String
    private let interval: Duration
    private let seed: UInt64

    /// - Parameter seed: differs from controller to controller; the same one gives the same pauses.
    package init(source: String, interval: Duration, seed: UInt64) {
        self.source = source
        self.interval = interval
        self.seed = seed
    }

    /// The pause after the look with this number, from 0: within 95 and 105 per cent of the interval.
    package func pause(after tick: Int) -> Duration {
        let fraction = Double(bits(tick) >> 11) / Double(UInt64(1) << 53)
        return interval * (0.95 + 0.1 * fraction)
    }

    /// Hints in a row cost no more than a look a second.
    package var shortest: Duration { min(interval, .seconds(1)) }

    /// FNV-1a over the name, then the last steps of SplitMix64 over name, number and seed.
    private func bits(_ tick: Int) -> UInt64 {
        let name = source.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var value = name ^ seed &+ UInt64(bitPattern: Int64(tick)) &* 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
