import Ingestion
import Model
import Testing

struct TAPTests {
    @Test("what node prints: subtests are suites, and the point that sums them up is no case")
    func node() throws {
        let reading = Reading(tap: TAPSamples.node)
        #expect(reading.error == nil, "\(String(describing: reading.error))")
        #expect(reading.cases.map(\.name) == ["adds", "fails", "later", "some day"])
        #expect(reading.cases.map(\.outcome) == [.passed, .failed, .skipped, .skipped])
        #expect(reading.cases.map(\.suites) == [["suite"], ["suite"], [], []])
        #expect(reading.cases.map(\.reason) == [nil, nil, "not today", "to do"])
        let failed = reading.cases[1]
        #expect(failed.file == "/src/a.test.mjs" && failed.line == 4 && failed.seconds == 0.0125)
        let failure = try #require(failed.failures.first)
        #expect(failure.message == "Expected values to be strictly equal" && failure.type == "testCodeFailure")
        #expect(failure.reportLine == 9 && failure.text?.hasSuffix("stack: |-\n  a\n  b") == true)
    }

    @Test("what Perl prints: diagnostics are comments")
    func perl() {
        let reading = Reading(tap: TAPSamples.perl)
        #expect(reading.error == nil)
        #expect(reading.cases.map(\.outcome) == [.passed, .failed, .skipped, .skipped, .passed, .passed])
        #expect(reading.cases[1].failures.first?.text == "Failed test 'it adds'\nat t/a.t line 4.")
        #expect(reading.cases[2].name.isEmpty && reading.cases[2].reason == "no network")
        #expect(reading.cases[3].reason == "to do: not written")
        #expect(reading.cases[4].suites == ["inner"])
    }

    @Test("plans must hold, and a bail-out is an error at its line")
    func plans() {
        func problem(_ text: String) -> IngestionError.Problem? { Reading(tap: text).error?.problem }
        #expect(problem("1..3\nok 1\nok 2\n") == .planDiffers(planned: 3, seen: 2))
        #expect(problem("ok 1\nok 2\n1..1\n") == .planDiffers(planned: 1, seen: 2))
        #expect(problem("ok 1\nok 2") == .noPlan(seen: 2))
        #expect(problem("1..1\nok\n1..1\n") == .secondPlan)
        #expect(problem("hello\n") == .notTAP)
        #expect(problem("") == .empty)
        #expect(problem("1..1\nnot ok 1\n  ---\n  a: b\n") == .openDiagnostics)
        let bailed = Reading(tap: "1..3\nok 1 - a\nnot ok 2\nBail out! no database\nok 3\n")
        #expect(bailed.error?.description == "r.tap:4: the tests bailed out: no database")
        #expect(bailed.cases.map(\.outcome) == [.passed, .failed])
        #expect(problem("    Bail out!\n") == .bailedOut(""))
    }

    @Test("a plan of none is one skipped case")
    func skipAll() {
        let reading = Reading(tap: "TAP version 14\n1..0 # SKIP no such system\n")
        #expect(reading.error == nil && reading.tally.counts == OutcomeCounts(skipped: 1))
        #expect(reading.cases.first?.reason == "no such system")
    }

    @Test("descriptions, escapes and directives")
    func points() {
        func read(_ line: String) -> ReportedCase? { Reading(tap: "\(line)\n1..1\n").cases.first }
        #expect(read("ok 1 - a \\# b \\\\ c # SKIP why")?.name == "a # b \\ c")
        #expect(read("ok 1 - a # b")?.name == "a # b")
        #expect(read("ok")?.outcome == .passed)
        #expect(read("ok 12 apples")?.name == "apples")
        #expect(read("not ok - x # todo")?.outcome == .skipped)
        #expect(read("ok 1 - x # TODO done")?.outcome == .passed)
        #expect(read("okay") == nil && read("not okay") == nil)
        #expect(read("ok 1 - a\r")?.name == "a")
    }

    @Test("a subtest's point is told where it alone failed")
    func subtests() {
        let alone = Reading(tap: "# Subtest: s\n    ok 1 - a\n    1..1\nnot ok 1 - s\n1..1\n")
        #expect(alone.cases.map(\.name) == ["a", "s"] && alone.cases[1].outcome == .failed)
        let short = Reading(tap: "    # Subtest: s\n    ok 1 - a\n    1..2\nok 1 - s\n1..1\n")
        #expect(short.cases.map(\.outcome) == [.passed, .failed] && short.cases[0].suites == ["s"])
        #expect(short.cases[1].failures.first?.message?.contains("says 2, but there are 1") == true)
        let nested = Reading(
            tap:
                "# Subtest: a\n    # Subtest: b\n        not ok 1 - c\n        1..1\n    not ok 1 - b\n    1..1\nnot ok 1 - a\n1..1\n"
        )
        #expect(nested.cases.map(\.name) == ["c"] && nested.cases[0].suites == ["a", "b"])
    }

    @Test("depth, cases and lines have a limit")
    func limits() {
        let deep = (0..<200).map { String(repeating: "    ", count: $0) + "ok 1\n" }.joined()
        #expect(Reading(tap: deep).error?.problem == .tooDeep(limit: 100))
        var small = ReportLimits()
        small.cases = 2
        #expect(Reading(tap: "ok\nok\nok\n1..3\n", limits: small).error?.problem == .tooManyCases(limit: 2))
        let long = Reading(tap: "ok 1 - " + String(repeating: "x", count: 10_000_000) + "\n1..1\n")
        #expect(long.error == nil && (long.cases.first?.name.utf8.count ?? 0) < 5_000)
        #expect(long.cases.first?.name.hasSuffix("bytes more)") == true)
    }
}
