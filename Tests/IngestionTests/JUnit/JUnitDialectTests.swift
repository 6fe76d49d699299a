import Foundation
import Ingestion
import Model
import Testing

struct JUnitDialectTests {
    @Test("sums that a report claims are not read, and suites within suites name their cases")
    func countersAndNesting() {
        let reading = Reading(
            junit: """
                <testsuites tests="99" failures="98"><testsuite name="a" tests="7" failures="3" file="a.py" \
                timestamp="2026-01-02T03:04:05">
                <testsuite name="b"><testcase name="one" classname="C" time="0.5"/></testsuite>
                <testcase name="two" file="x.py" line="12"/><testsuite><testcase/></testsuite></testsuite></testsuites>
                """)
        #expect(reading.error == nil && reading.tally.counts == OutcomeCounts(passed: 3))
        #expect(reading.cases.map(\.suites) == [["a", "b"], ["a"], ["a"]])
        #expect(reading.cases.map(\.name) == ["one", "two", ""])
        #expect(reading.cases.map(\.file) == ["a.py", "x.py", "a.py"])
        #expect(reading.cases[1].line == 12 && reading.cases[0].className == "C")
        #expect(reading.cases[0].startedAt == Date(timeIntervalSince1970: 1_767_323_045))
    }

    @Test("one case may hold several failures; an error wins, then a failure, then a skip")
    func severalFailures() throws {
        let reading = Reading(
            junit: """
                <testsuite name="s"><testcase name="a"><failure message="first" type="T">one
                two</failure><error/><skipped message="later"/></testcase>
                <testcase name="b"><failure/><failure message="x"/></testcase>
                <testcase name="c"><skipped>not
                here</skipped></testcase></testsuite>
                """)
        #expect(reading.cases.map(\.outcome) == [.errored, .failed, .skipped])
        let first = try #require(reading.cases.first)
        #expect(
            first.failures == [
                ReportedFailure(outcome: .failed, type: "T", message: "first", text: "one\ntwo", reportLine: 1),
                ReportedFailure(outcome: .errored, reportLine: 2),
            ])
        #expect(reading.cases[1].failures.map(\.message) == [nil, "x"])
        #expect(reading.cases[2].reason == "not\nhere")
    }

    /// GoogleTest's attributes, as its documentation of the XML report and its source write them; the last is CTest's.
    ///
    /// Breaks when only elements within a case say that it was not run, or the last of two attributes is believed.
    @Test("a case that says it was not run is skipped")
    func notRun() {
        let reading = Reading(
            junit: """
                <testsuite><testcase name="DISABLED_a" status="notrun" result="suppressed" time="0."/>
                <testcase name="b" status="run" result="skipped"/><testcase name="c" status="run" result="completed"/>
                <testcase name="d" status="disabled"/></testsuite>
                """)
        #expect(reading.cases.map(\.outcome) == [.skipped, .skipped, .passed, .skipped])
        #expect(reading.cases.map(\.status) == ["notrun", "skipped", "completed", "disabled"])
    }

    @Test("a time that no test takes is none", arguments: ["1e308", "1000000001", "-1", "inf", "nan"])
    func senselessTimes(time: String) {
        let reading = Reading(junit: "<testsuite><testcase name='a' time='\(time)'/></testsuite>")
        #expect(reading.cases.map(\.seconds) == [nil])
    }

    @Test("every try is kept: flaky ones before the one that passed, reruns after the one that failed")
    func attempts() throws {
        let reading = Reading(
            junit: """
                <testsuite><testcase name="flaky" time="3"><flakyFailure message="no" time="1.5"><stackTrace>at x
                </stackTrace><system-out>noise</system-out></flakyFailure><flakyError type="E"/></testcase>
                <testcase name="bad"><failure message="1"/><rerunFailure message="2">text</rerunFailure>
                <rerunError message="3"/></testcase></testsuite>
                """)
        let flaky = try #require(reading.cases.first)
        #expect(flaky.isFlaky && flaky.outcome == .passed && flaky.failures.isEmpty)
        #expect(flaky.attempts.map(\.outcome) == [.failed, .errored, .passed])
        #expect(flaky.attempts[0].failure?.text == "at x" && flaky.attempts[0].seconds == 1.5)
        let bad = reading.cases[1]
        #expect(!bad.isFlaky && bad.attempts.map(\.outcome) == [.failed, .failed, .errored])
        #expect(bad.attempts.map { $0.failure?.message } == ["1", "2", "3"])
        #expect(bad.failures.count == 1 && reading.tally.counts == OutcomeCounts(passed: 1, failed: 1, flaky: 1))
    }

    @Test("a suite that fails outside of its cases is told, and is no case")
    func suiteFailure() {
        let reading = Reading(
            junit: """
                <testsuites><testsuite name="db"><error message="setup">trace</error><testcase name="a"/></testsuite>
                </testsuites>
                """)
        #expect(reading.cases.count == 1 && !reading.tally.isGood && reading.tally.suiteFailures == 1)
        #expect(
            reading.suiteFailures == [
                ReportedSuiteFailure(
                    suites: ["db"],
                    failure: ReportedFailure(outcome: .errored, message: "setup", text: "trace", reportLine: 1))
            ])
    }

    @Test("a status alone can make a case fail, and never makes one pass")
    func status() {
        let reading = Reading(
            junit: """
                <testsuite><testcase name="a" status="failed"/><testcase name="b" result="Error"/>
                <testcase name="c" status="run"/><testcase name="d" status="passed"><failure/></testcase></testsuite>
                """)
        #expect(reading.cases.map(\.outcome) == [.failed, .errored, .passed, .failed])
        #expect(reading.cases.map(\.status) == ["failed", "Error", "run", "passed"])
    }

    @Test("what looks like a failure elsewhere is none")
    func elsewhere() {
        let reading = Reading(
            junit: """
                <testsuite><properties><property name="x"><failure/></property></properties><testcase name="a">
                <properties><error/></properties><system-out><failure/></system-out></testcase></testsuite>
                """)
        #expect(reading.tally.counts == OutcomeCounts(passed: 1) && reading.suiteFailures.isEmpty)
    }

    @Test(
        "moments in all forms that were seen",
        arguments: [
            ("2026-01-02T03:04:05", 1_767_323_045), ("2026-01-02T03:04:05.500", 1_767_323_045.5),
            ("2026-01-02T03:04:05Z", 1_767_323_045), ("2026-01-02T03:04:05.25+02:00", 1_767_315_845.25),
            ("2026-01-02T03:04:05-0500", 1_767_341_045), ("2026-01-02T03:04:05 UTC", 1_767_323_045),
            ("2026-01-02 03:04:05", 1_767_323_045), ("Fri, 02 Jan 2026 03:04:05 GMT", 1_767_323_045),
            ("1767323045", 1_767_323_045), ("1767323045500", 1_767_323_045.5), ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("0", nil), ("12.000", nil), ("0001-01-01T00:00:00Z", nil), ("yesterday", nil), ("", nil),
            ("2026-13-02T03:04:05", nil), ("2026-01-02T03:04:05 CEST", nil), ("2026-01-02T25:04:05", nil),
        ] as [(String, Double?)])
    func moments(_ text: String, _ seconds: Double?) {
        let found = Reading(junit: "<testcase name='a' timestamp='\(text)'/>").cases.first?.startedAt
        #expect(found?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "lengths of time in all forms that were seen",
        arguments: [
            ("0.25", 0.25), ("1.2e-05", 0.000012), ("3", 3), (".5", 0.5), ("1,234.5", 1_234.5), ("1.234,5", 1_234.5),
            ("0,25", 0.25), ("1,234", 1_234), ("1,234,567", 1_234_567), ("12,34", 12.34), ("0,250", 0.25),
            ("-1", nil), ("", nil), ("nan", nil), ("inf", nil), ("1e999", nil), ("0x10", nil), ("1 s", nil),
        ] as [(String, Double?)])
    func times(_ text: String, _ seconds: Double?) {
        #expect(Reading(junit: "<testcase name='a' time='\(text)'/>").cases.first?.seconds == seconds)
    }
}
