import Controller
import Testing

struct PollScheduleTests {
    @Test("Every pause is within a twentieth of the interval, and the same seed gives the same pauses")
    func pauses() {
        let schedule = PollSchedule(source: "shop", interval: .seconds(60), seed: 7)
        let pauses = (0..<1_000).map(schedule.pause(after:))
        #expect(pauses.allSatisfy { (.seconds(57)...(.seconds(63))).contains($0) })
        #expect(pauses == (0..<1_000).map(PollSchedule(source: "shop", interval: .seconds(60), seed: 7).pause(after:)))
        #expect(Set(pauses).count == 1_000)
    }

    @Test("Sources and controllers differ, and the pauses are spread over the whole range")
    func spread() {
        let sources = (0..<1_000).map {
            PollSchedule(source: "s\($0)", interval: .seconds(100), seed: 1).pause(after: 0)
        }
        let early = sources.count { $0 < .seconds(100) }
        #expect((400...600).contains(early), "\(early)")
        #expect(sources.contains { $0 < .seconds(95.5) } && sources.contains { $0 > .seconds(104.5) })
        let other = PollSchedule(source: "s1", interval: .seconds(100), seed: 2).pause(after: 0)
        #expect(other != sources[1])
    }

    @Test("Hints in a row cost a look a second, or one an interval where that is shorter")
    func shortest() {
        #expect(PollSchedule(source: "s", interval: .seconds(3_600), seed: 1).shortest == .seconds(1))
        #expect(PollSchedule(source: "s", interval: .milliseconds(20), seed: 1).shortest == .milliseconds(20))
    }
}
