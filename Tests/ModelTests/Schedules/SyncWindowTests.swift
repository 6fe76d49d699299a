import Foundation
import Testing

@testable import Model

/// When sync windows are open.
struct SyncWindowTests {
    @Test("A window lasts from its beginning up to its end, also over midnight and a change of the clock")
    func contains() throws {
        let night = SyncWindow(allow: true, cron: try CronExpression("30 23 * * *"), duration: .minutes(60))
        #expect(!night.contains(at("21T23:29:59")))
        #expect(night.contains(at("21T23:30:00")))
        #expect(night.contains(at("22T00:29:59")))
        #expect(!night.contains(at("22T00:30:00")))
        #expect(night.nextChange(after: at("21T12:00:00")) == at("21T23:30:00"))
        #expect(night.nextChange(after: at("21T23:40:00")) == at("22T00:30:00"))
        // In Berlin the clock goes from 02:00 to 03:00 on 28 March 2027.
        let berlin = try #require(ZoneName("Europe/Berlin"))
        let spring = SyncWindow(
            allow: true, cron: try CronExpression("30 1 * * *"), duration: .minutes(60), timeZone: berlin)
        #expect(spring.contains(date("2027-03-28T01:29:59Z")))
        #expect(!spring.contains(date("2027-03-28T01:30:00Z")))
    }

    @Test("Windows of one line that overlap end with the last of them")
    func overlaps() throws {
        let often = SyncWindow(deny: true, cron: try CronExpression("*/10 9 * * *"), duration: .minutes(30))
        #expect(often.nextChange(after: at("21T09:05:00")) == at("21T09:30:00"))
        #expect(SyncWindows([often]).nextOpening(after: at("21T09:05:00")) == at("21T10:20:00"))
    }

    @Test("Without an allowance everything is allowed; a denial goes before; none may ever open")
    func together() throws {
        let allow = SyncWindow(allow: true, cron: try CronExpression("0 8 * * mon-fri"), duration: .minutes(600))
        let deny = SyncWindow(deny: true, cron: try CronExpression("0 12 * * *"), duration: .minutes(60))
        // 2026-11-21 is a Saturday.
        #expect(SyncWindows([]).isOpen(at: at("21T12:00:00")))
        #expect(SyncWindows([deny]).isOpen(at: at("21T11:59:00")))
        #expect(!SyncWindows([deny]).isOpen(at: at("21T12:00:00")))
        #expect(!SyncWindows([allow]).isOpen(at: at("21T12:00:00")))
        #expect(SyncWindows([allow, deny]).isOpen(at: at("23T08:00:00")))
        #expect(!SyncWindows([allow, deny]).isOpen(at: at("23T12:30:00")))
        #expect(SyncWindows([allow, deny]).nextOpening(after: at("21T12:30:00")) == at("23T08:00:00"))
        #expect(SyncWindows([allow, deny]).nextOpening(after: at("23T12:30:00")) == at("23T13:00:00"))
        let always = SyncWindow(deny: true, cron: try CronExpression("* * * * *"), duration: .minutes(2))
        #expect(SyncWindows([always]).nextOpening(after: at("21T12:00:00")) == nil)
    }

    private func at(_ text: String) -> Date { date("2026-11-\(text)Z") }

    private func date(_ text: String) -> Date { (try? Date.ISO8601FormatStyle().parse(text)) ?? .distantPast }
}
