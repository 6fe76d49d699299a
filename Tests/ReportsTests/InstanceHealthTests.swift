import Foundation
import Model
import Testing

@testable import Reports

/// What `describe` shows of health.
struct InstanceHealthTests {
    private func report(_ ordinal: Int, _ status: String = "ok", console: String? = nil) -> InstanceReport {
        InstanceReport(
            id: InstanceID(rawValue: "i-\(ordinal)"), ordinal: ordinal,
            checks: [InstanceReport.Check(name: "system", status: status)], console: console)
    }

    @Test("Checks, plans of the provider and what could not be asked stand in a table")
    func table() {
        var planned = report(1, "impaired")
        planned.scheduled = ["system-reboot from 2026-12-01T02:00:00Z: maintenance"]
        var unknown = InstanceReport(id: InstanceID(rawValue: "i-2"), ordinal: 2)
        unknown.problem = "denied"
        let text = InstanceHealth(reports: [report(0), planned, unknown], style: .plain).table
        for part in [
            "0         system ok", "1         system impaired", "system-reboot", "2         can't be told: denied",
        ] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(InstanceHealth(reports: [], style: .plain).table.isEmpty)
    }

    /// Breaks when the lines of a console are not made safe, or all of them are shown.
    @Test("The end of a console is shown without what would steer the terminal")
    func console() {
        let long = (0..<100).map { "line \($0)" }.joined(separator: "\r\n") + "\r\n\u{1B}[31mred"
        let consoles = InstanceHealth(reports: [report(0, console: long), report(1)], style: .plain).consoles
        #expect(consoles.map(\.ordinal) == [0])
        let lines = consoles[0].text.split(separator: "\n")
        #expect(lines.count == 15 && lines.first == "line 86")
        #expect(!consoles[0].text.contains("\u{1B}"))
    }

    @Test("Only the end of a large console is kept, from the start of a line")
    func tail() {
        let line = String(repeating: "x", count: 99) + "\n"
        let tail = InstanceReport.tail(of: String(repeating: line, count: 1_000))
        #expect(tail.utf8.count <= InstanceReport.consoleBytes && tail.utf8.count > InstanceReport.consoleBytes - 200)
        #expect(tail.hasPrefix("xxx") && InstanceReport.tail(of: "short") == "short")
    }
}
