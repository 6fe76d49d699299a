import Foundation
import Model
import Reports
import Testing

struct CaseReportTests {
    private let cases = [
        ReportedCase(
            name: "totals", className: "shop.CartTest", suites: ["shop"], file: "tests/cart.py", line: 14,
            outcome: .failed,
            failures: [
                ReportedFailure(
                    outcome: .failed, type: "AssertionError", message: "\nexpected 1\nbut got 2",
                    text: "        def totals():\n          assert 1 == 2\n        cart.py:14: AssertionError",
                    reportLine: 6),
                ReportedFailure(outcome: .failed, message: "second", text: "second", reportLine: 9),
            ], failuresLeftOut: 3, seconds: 0.0215, startedAt: Date(timeIntervalSince1970: 1_767_323_045.5)),
        ReportedCase(
            name: "pay \u{1B}[31mred\u{1B}[0m\nnow", suites: ["shop", "till \"1\""], outcome: .errored,
            failures: [
                ReportedFailure(
                    outcome: .errored, text: (1...30).map { "line \($0)" }.joined(separator: "\n"), reportLine: 12)
            ],
            attempts: [
                ReportedAttempt(outcome: .errored),
                ReportedAttempt(outcome: .failed, failure: .init(outcome: .failed, message: "again"), seconds: 1.5),
            ]),
        ReportedCase(name: "", outcome: .failed, status: "failed", seconds: 90),
        ReportedCase(name: "later", outcome: .skipped, reason: "not\u{9B} today"),
        ReportedCase(
            name: "unsure", outcome: .passed,
            attempts: [ReportedAttempt(outcome: .failed), ReportedAttempt(outcome: .passed)], seconds: 1e-05),
        ReportedCase(name: "prüft \u{202E}日本", suites: ["a"]),
    ]

    private static func taken(_ writer: inout some CaseWriter) -> String {
        var bytes: [UInt8] = []
        writer.drain { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func written(_ writer: some CaseWriter) -> String {
        var writer = writer
        var first = CaseSummary(report: "out.xml", format: "junit")
        for ended in cases {
            first.add(.ended(ended))
            writer.add(.ended(ended), from: CaseOrigin(report: "out.xml"))
        }
        let failure = ReportEvent.suiteFailed(
            ReportedSuiteFailure(
                suites: ["shop", "db"],
                failure: ReportedFailure(outcome: .errored, type: "IOError", message: "no database", reportLine: 3)))
        first.add(failure)
        writer.add(failure, from: CaseOrigin(report: "out.xml"))
        var second = CaseSummary(report: "cut.tap", format: "tap")
        second.error = CaseReadError(line: 4, column: nil, message: "the tests bailed out: \u{1B}[2J")
        writer.end([first, second])
        return Self.taken(&writer)
    }

    @Test("people see what did not pass, then a line for each report")
    func table() throws {
        try expectGolden(written(CaseText()), "cases.txt")
        try expectGolden(written(CaseText(style: Style(isColoured: true))), "cases-coloured.txt")
    }

    @Test("programs get every case on a line of its own, and sums that are exactly four")
    func document() throws {
        let text = written(CaseDocument())
        try expectGolden(text, "cases.json")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(value["formatVersion"] == .string("1") && value["kind"] == .string("TestResults"))
        let four: JSONValue = .object([
            "passed": .integer(2), "failed": .integer(2), "errored": .integer(1), "skipped": .integer(1),
        ])
        #expect(value["summary"] == four)
        guard case .array(let items)? = value["cases"] else {
            Issue.record("no cases")
            return
        }
        #expect(items.map { $0["name"] } == cases.map { .string($0.name) })
        #expect(
            items[0]["failures"]
                == .array([
                    .object([
                        "outcome": .string("failed"), "type": .string("AssertionError"),
                        "message": .string("\nexpected 1\nbut got 2"),
                        "text": .string(cases[0].failures[0].text ?? ""), "reportLine": .integer(6),
                    ]),
                    .object([
                        "outcome": .string("failed"), "message": .string("second"), "text": .string("second"),
                        "reportLine": .integer(9),
                    ]),
                ]))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test("nothing at all is a whole document too, and blocks have a limit")
    func edges() throws {
        var empty = CaseDocument()
        empty.end([])
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(Self.taken(&empty).utf8))
        #expect(value["cases"] == .array([]) && value["totals"]?["cases"] == .integer(0))
        var text = CaseText()
        var summary = CaseSummary(report: "r", format: "junit")
        for number in 0..<60 {
            let event = ReportEvent.ended(ReportedCase(name: "\(number)", outcome: .failed))
            text.add(event, from: CaseOrigin(report: "r"))
            summary.add(event)
        }
        text.end([summary])
        let lines = Self.taken(&text).split(separator: "\n")
        #expect(
            lines.suffix(2) == [
                "… and 10 more that did not pass: -o json has all of them.",
                "✘ r   passed 0  failed 60  errored 0   60 cases, 0 ms",
            ])
    }
}
