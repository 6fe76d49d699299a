import Foundation
import Model
import Testing

struct CronExpressionTests {
    private func error(_ text: String) -> String? {
        do {
            _ = try CronExpression(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test("every refusal says what to write")
    func refusals() {
        #expect(error("61 * * * *") == "minute `61` is out of range: it goes from 0 to 59")
        #expect(
            error("0 2 * *") == "4 fields are there, and 5 are wanted: minute, hour, day of month, month, day of week")
        #expect(error("daily")?.hasPrefix("1 field is there") == true)
        #expect(error("@dayly") == "there is no `@dayly`: did you mean `@daily`?")
        #expect(error("@reboot")?.hasPrefix("there is no `@reboot`") == true)
        #expect(error("0 5-2 * * *") == "the range `5-2` of hour ends before it begins")
        #expect(error("*/0 * * * *") == "the step of minute `*/0` must be a whole number from 1 on")
        #expect(error("? * * * *")?.hasPrefix("`?` is no minute") == true)
        #expect(error("0 0 30 2 *") == "no such day ever comes")
        #expect(error("0 0 31 4,6,9,11 *") == "no such day ever comes")
        #expect(error("0 0 30 2 mon") == nil)
        #expect(error(String(repeating: "1,", count: 50_000) + "1 * * * *") == nil)
        #expect(error("1/99999999999 * * * *") == nil)
    }

    @Test("names, macros and steps are what they stand for")
    func forms() throws {
        let start = Date(timeIntervalSince1970: 1_780_000_000)
        for (one, two) in [
            ("0 0 * * SUN", "0 0 * * 7"), ("@yearly", "0 0 1 1 *"), ("@Midnight", "0 0 * * *"),
            ("5/20 * * * *", "5,25,45 * * * *"), ("0 0 1 jan-mar *", "0 0 1 1,2,3 *"), ("\t@hourly ", "0 * * * *"),
            ("0 0 ? * mon-fri", "0 0 * * 1-5"), ("0 0 * * 5-7", "0 0 * * 0,5,6"),
        ] {
            let left = try CronExpression(one)
            let right = try CronExpression(two)
            #expect(left.next(after: start, in: .utc) == right.next(after: start, in: .utc), "\(one)")
        }
    }

    @Test("29 February is found across a century without it")
    func leapDays() throws {
        let expression = try CronExpression("0 0 29 2 *")
        let before = try #require(try? Date("2096-03-01T00:00:00Z", strategy: .iso8601))
        #expect(expression.next(after: before, in: .utc)?.formatted(.iso8601) == "2104-02-29T00:00:00Z")
    }

    @Test("the rule for changes of the clock: skipped times run after the gap, repeated ones once, wildcards follow")
    func clockChanges() throws {
        let berlin = try #require(ZoneName("Europe/Berlin"))
        func times(_ text: String, _ from: String, _ count: Int) throws -> [String] {
            let expression = try CronExpression(text)
            var time = try Date(from, strategy: .iso8601)
            return (0..<count).compactMap { _ in
                guard let next = expression.next(after: time, in: berlin) else { return nil }
                time = next
                return next.formatted(.iso8601)
            }
        }
        #expect(try times("30 2 * * *", "2026-03-28T12:00:00Z", 2) == ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        #expect(try times("30 2 * * *", "2026-10-24T12:00:00Z", 2) == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
        #expect(
            try times("*/30 * * * *", "2026-10-25T00:00:00Z", 4)
                == ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"])
        #expect(
            try times("*/30 2 * * *", "2026-03-28T12:00:00Z", 1) == ["2026-03-30T00:00:00Z"])
    }

    @Test("where the clock goes back by half an hour, the minutes after it come once")
    func halfAnHour() throws {
        let island = try #require(ZoneName("Australia/Lord_Howe"))
        let expression = try CronExpression("*/30 2 * * *")
        let before = try Date("2026-04-04T09:00:00Z", strategy: .iso8601)
        // At 15:00 UTC the wall goes from 02:00 back to 01:30. cronsim leaves out the 02:00 that follows.
        let first = try #require(expression.next(after: before, in: island))
        #expect(first.formatted(.iso8601) == "2026-04-04T15:30:00Z")
        #expect(expression.next(after: first, in: island)?.formatted(.iso8601) == "2026-04-04T16:00:00Z")
    }

    @Test("names of time zones are those of the data base")
    func zones() {
        for name in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "US/Eastern"] {
            #expect(ZoneName(name) != nil, "\(name)")
        }
        for name in [
            "", "GMT+2", "Berlin", "Europe/Berlim", "europe/berlin", "../../etc/passwd", "Europe/Berlin\n", "+02:00",
        ] {
            #expect(ZoneName(name) == nil, "\(name)")
        }
        #expect(ZoneName.nearest(to: "Europe/Berlim") == "Europe/Berlin")
        #expect(ZoneName.nearest(to: "berlin") == "Europe/Berlin")
    }

    @Test("times of day have two digits each")
    func timesOfDay() {
        #expect(TimeOfDay("02:30")?.minuteOfDay == 150)
        #expect(TimeOfDay("23:59")?.description == "23:59")
        for text in ["24:00", "2:30", "02:60", "02-30", "", "0٣:00", "02:30:00"] {
            #expect(TimeOfDay(text) == nil, "\(text)")
        }
    }
}
