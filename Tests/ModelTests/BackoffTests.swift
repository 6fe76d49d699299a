import Model
import Testing

struct BackoffTests {
    /// Always draws the largest or the smallest number.
    struct Constant: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { value }
    }

    @Test func theCeilingDoublesUpToTheCap() {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(1))
        var ceilings: [Duration] = []
        for _ in 0..<6 {
            ceilings.append(backoff.ceiling)
            _ = backoff.next()
        }
        #expect(ceilings == [100, 200, 400, 800, 1_000, 1_000].map { .milliseconds($0) })
    }

    @Test func pausesSpanTheWholeRange() {
        var smallest = Constant(value: 0)
        var backoff = Backoff(base: .seconds(1), cap: .seconds(8))
        #expect(backoff.next(using: &smallest) == .zero)
        var half = Constant(value: 1 << 63)
        #expect(backoff.next(using: &half) == .seconds(1))

        var generator = SystemRandomNumberGenerator()
        let pauses = (0..<200).map { _ in
            var fresh = Backoff(base: .seconds(1), cap: .seconds(8))
            return fresh.next(using: &generator)
        }
        #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .seconds(1) })
        #expect(pauses.contains { $0 < .milliseconds(400) } && pauses.contains { $0 > .milliseconds(600) })
    }

    @Test func theSameGeneratorGivesTheSamePauses() {
        var one = Constant(value: 0x5555_5555_5555_5555)
        var two = one
        var first = Backoff()
        var second = Backoff()
        #expect((0..<5).map { _ in first.next(using: &one) } == (0..<5).map { _ in second.next(using: &two) })
    }

    @Test func manyTriesNeitherOverflowNorPassTheCap() {
        var backoff = Backoff(base: .seconds(1), cap: .seconds(60))
        for _ in 0..<10_000 { #expect(backoff.next() <= .seconds(60)) }
    }

    @Test func aResetStartsOver() {
        var backoff = Backoff(base: .seconds(1), cap: .seconds(60))
        _ = backoff.next()
        _ = backoff.next()
        #expect(backoff.tries == 2)
        backoff.reset()
        #expect(backoff.ceiling == .seconds(1))
    }
}
