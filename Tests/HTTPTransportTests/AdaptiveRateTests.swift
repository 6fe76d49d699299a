import HTTPTransport
import Testing

/// How fast calls go to a service that refuses some for coming too often.
struct AdaptiveRateTests {
    private let start = ContinuousClock.now

    /// Sends calls as fast as they may go for some seconds, `busy` a second at most; each is refused or not.
    private func run(
        _ rate: inout AdaptiveRate, from: Double, seconds: Double, busy: Double = 100,
        isThrottled: (Int) -> Bool = { _ in false }
    ) -> Int {
        var time = from
        var sent = 0
        while time < from + seconds {
            time += 1 / busy
            time += rate.enter(now: start.advanced(by: .seconds(time))) / .seconds(1)
            rate.answered(isThrottled: isThrottled(sent), now: start.advanced(by: .seconds(time)))
            sent += 1
        }
        return sent
    }

    @Test("Nothing is held back before the first refusal")
    func free() {
        var rate = AdaptiveRate(now: start)
        for index in 0..<1_000 {
            let now = start.advanced(by: .milliseconds(index))
            #expect(rate.enter(now: now) == .zero)
            rate.answered(isThrottled: false, now: now)
        }
    }

    /// Breaks when a refusal changes no rate, or the rate falls for ever.
    @Test("A refusal slows calls down, more of them more, and without them the rate comes back")
    func slows() {
        var rate = AdaptiveRate(now: start)
        #expect(run(&rate, from: 0, seconds: 2) >= 199)
        // The last of them is refused.
        rate.answered(isThrottled: true, now: start.advanced(by: .seconds(2)))
        let after = run(&rate, from: 2, seconds: 1)
        #expect((50...85).contains(after), "seven tenths of a hundred: \(after)")
        let refused = run(&rate, from: 3, seconds: 3) { $0 % 4 == 0 }
        #expect(refused < after * 3, "\(refused)")
        let later = run(&rate, from: 30, seconds: 10)
        #expect(later > 700, "\(later)")
    }

    @Test("However much is refused, some calls go")
    func slowest() {
        var rate = AdaptiveRate(now: start)
        #expect(run(&rate, from: 0, seconds: 60, isThrottled: { _ in true }) >= 20)
        #expect(rate.enter(now: start.advanced(by: .seconds(70))) < .seconds(5))
    }
}
