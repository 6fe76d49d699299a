import Foundation
import Testing

@testable import Model

/// When the instances of a resource run by their schedule.
struct UptimeScheduleTests {
    @Test("Up from start to stop on its days, down in between")
    func days() throws {
        let schedule = try schedule("07:00", "20:00", [.mon, .tue])
        // 2026-11-23 is a Monday.
        #expect(!schedule.isUp(at: at("23T06:59:59")))
        #expect(schedule.isUp(at: at("23T07:00:00")))
        #expect(schedule.isUp(at: at("24T19:59:59")))
        #expect(!schedule.isUp(at: at("24T20:00:00")))
        #expect(!schedule.isUp(at: at("25T12:00:00")))
        #expect(schedule.nextChange(after: at("23T12:00:00")) == at("23T20:00:00"))
        #expect(schedule.nextChange(after: at("24T20:00:00")) == at("30T07:00:00"))
        #expect(schedule.downSince(at("24T21:00:00")) == at("24T20:00:00"))
        #expect(schedule.downSince(at("24T19:00:00")) == nil)
        #expect(schedule.text(of: at("30T07:00:00")) == "Mon 07:00 UTC")
        #expect("\(schedule)" == "07:00 to 20:00 on mon, tue, UTC")
    }

    @Test("A stop that is not after the start is on the day after")
    func nights() throws {
        let schedule = try schedule("22:00", "06:00", [.fri])
        #expect(schedule.isUp(at: at("27T23:00:00")))
        #expect(schedule.isUp(at: at("28T05:59:00")))
        #expect(!schedule.isUp(at: at("28T06:00:00")))
        #expect(!schedule.isUp(at: at("28T23:00:00")))
        let always = try self.schedule("00:00", "00:00", Weekday.allCases)
        #expect(always.isUp(at: at("28T00:00:00")))
        #expect(always.nextChange(after: at("28T00:00:00")) == nil)
    }

    @Test("A clock that is set back starts and stops nothing twice; one that is set forward leaves nothing out")
    func clockChanges() throws {
        let berlin = try #require(ZoneName("Europe/Berlin"))
        let early = try #require(TimeOfDay("02:30"))
        let late = try #require(TimeOfDay("20:00"))
        // On 25 October 2026 the wall shows 02:00 to 03:00 twice; the second 02:30 is at 01:30 UTC.
        let autumn = UptimeSchedule(start: .midnight, stop: early, timeZone: berlin)
        #expect(autumn.isUp(at: date("2026-10-25T00:29:00Z")))
        #expect(!autumn.isUp(at: date("2026-10-25T00:30:00Z")))
        #expect(!autumn.isUp(at: date("2026-10-25T01:15:00Z")))
        // On 28 March 2027 there is no 02:30: it starts at 03:00, which is 01:00 UTC.
        let spring = UptimeSchedule(start: early, stop: late, timeZone: berlin)
        #expect(!spring.isUp(at: date("2027-03-28T00:59:59Z")))
        #expect(spring.isUp(at: date("2027-03-28T01:00:00Z")))
    }

    private func schedule(_ start: String, _ stop: String, _ days: [Weekday]) throws -> UptimeSchedule {
        UptimeSchedule(
            start: try #require(TimeOfDay(start)), stop: try #require(TimeOfDay(stop)), days: days)
    }

    private func at(_ text: String) -> Date { date("2026-11-\(text)Z") }

    private func date(_ text: String) -> Date { (try? Date.ISO8601FormatStyle().parse(text)) ?? .distantPast }
}
