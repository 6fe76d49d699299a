import Foundation
import Model
import Testing

struct SuiteScheduleTests {
    private let suite = ObjectIdentity(kind: .testSuite, name: "nightly")

    private func schedule(_ json: String) throws -> SuiteSchedule {
        try JSONDecoder().decode(SuiteSchedule.self, from: Data(json.utf8))
    }

    @Test("what is encoded is read again")
    func roundTrip() throws {
        for (json, text) in [
            (#"{"frequency": "hourly"}"#, "hourly UTC"), (#"{"frequency": "daily"}"#, "daily 00:00 UTC"),
            (#"{"frequency": "weekly", "timeZone": "Europe/Berlin"}"#, "weekly sun 00:00 Europe/Berlin"),
            (#"{"frequency": "weekly", "day": "fri", "time": "18:05", "missed": "skip"}"#, "weekly fri 18:05 UTC"),
            (#"{"cron": "*/5 * * * *", "jitter": "2m"}"#, "cron */5 * * * * UTC"),
        ] {
            let schedule = try schedule(json)
            #expect(schedule.description == text)
            let again = try JSONDecoder().decode(SuiteSchedule.self, from: JSONEncoder().encode(schedule))
            #expect(again == schedule)
        }
        #expect(throws: DecodingError.self) { try schedule("{}") }
        #expect(throws: DecodingError.self) { try schedule(#"{"cron": "nope"}"#) }
    }

    @Test("jitter is a suite's own and always the same, and never more than it may be")
    func jitter() throws {
        let time = Date(timeIntervalSince1970: 1_780_000_000)
        let plain = try schedule(#"{"cron": "0 2 * * *"}"#)
        let spread = try schedule(#"{"cron": "0 2 * * *", "jitter": "10m"}"#)
        let base = try #require(plain.next(after: time, for: suite))
        var delays: Set<TimeInterval> = []
        for number in 0..<100 {
            let suite = ObjectIdentity(kind: .testSuite, name: "nightly-\(number)")
            let next = try #require(spread.next(after: time, for: suite))
            #expect(next == spread.next(after: time, for: suite))
            let delay = next.timeIntervalSince(base)
            #expect((0..<600).contains(delay))
            #expect(try #require(spread.next(after: next, for: suite)).timeIntervalSince(next) == 86_400)
            delays.insert(delay)
        }
        #expect(delays.count > 50)
    }

    @Test("a slot is named by its clock, with the date when it is far")
    func texts() throws {
        let schedule = try schedule(#"{"cron": "0 2 * * *", "timeZone": "Europe/Berlin"}"#)
        let slot = try Date("2026-11-29T01:00:00Z", strategy: .iso8601)
        #expect(schedule.text(of: slot, seenAt: slot.addingTimeInterval(60)) == "02:00 Europe/Berlin")
        #expect(schedule.text(of: slot, seenAt: slot.addingTimeInterval(200_000)) == "2026-11-29 02:00 Europe/Berlin")
    }
}
