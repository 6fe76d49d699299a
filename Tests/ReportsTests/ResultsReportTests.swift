import Foundation
import Ingestion
import Model
import Reports
import TestSupport
import Testing

/// Results of runs as other tools read them; what is written is read back by our own readers and by those of others.
struct ResultsReportTests {
    private let results = ResultSamples.results(ResultSamples.run())

    private func read(_ text: String, _ format: ReportFormat) throws -> (cases: [ReportedCase], suites: Int) {
        var cases: [ReportedCase] = []
        var suites = 0
        try ReportReader(ReportInput(name: "report", bytes: Array(text.utf8)), format: format).read { event in
            switch event {
            case .ended(let one): cases.append(one)
            case .suiteFailed: suites += 1
            }
        }
        return (cases, suites)
    }

    @Test("The texts are as they were")
    func goldens() throws {
        try expectGolden(results.junit, "results.junit.xml")
        try expectGolden(results.tap, "results.tap")
        try expectGolden(results.html(version: "0.1.0", at: Samples.now), "results.html")
        try expectGolden(RunReport.failures(ResultSamples.run()) { _ in "pool-0" }, "results-failures.txt")
    }

    /// Breaks when an attempt is left out, or the first one does not stand for the case.
    @Test("JUnit tells every attempt of every test")
    func junitRoundTrip() throws {
        let (cases, suites) = try read(results.junit, .junit)
        let run = ResultSamples.run()
        #expect(suites == 0 && cases.map(\.name) == run.tasks.map(\.name))
        for (one, task) in zip(cases, run.tasks) {
            let expected: Outcome = task.outcome == .timedOut ? .failed : task.outcome
            #expect(one.outcome == expected, "\(task.name)")
            #expect(one.isFlaky == task.flaky, "\(task.name)")
            #expect(max(1, one.attempts.count) == max(1, task.attempts.count), "\(task.name)")
            #expect(one.suites == ["checkout in dev"] && one.className == "checkout")
        }
        #expect(cases[2].attempts.map(\.outcome) == [.failed, .errored, .passed])
        #expect(cases[2].attempts[0].failure?.message == "status: expected 200, got 503")
        #expect(cases[3].failures.first?.text?.contains("-   \"state\": \"new\"") == true)
        #expect(cases[9].reason == "`place order` did not pass")
        #expect(cases[6].seconds == 5.2)
    }

    /// Breaks when `#` or `\` is written as it is, or a skipped test without its directive.
    @Test("TAP tells every test, and its points are counted as they should")
    func tapRoundTrip() throws {
        let (cases, _) = try read(results.tap, .tap)
        #expect(cases.map(\.outcome.isGood) == ResultSamples.run().tasks.map(\.outcome.isGood))
        #expect(cases[3].name == "checkout in dev / place order")
        let odd = TaskRecord(name: ##"a # TODO \# b"##, outcome: .failed, message: "no")
        let again = try read(ResultSamples.results(ResultSamples.run([odd])).tap, .tap).cases
        #expect(again.map(\.name) == [##"checkout in dev / a # TODO \# b"##] && again.map(\.outcome) == [.failed])
    }

    /// Breaks when `ownProblem` is left out of a format: a run that was ended early would look like a good one.
    @Test("A run that was ended early is no good run", arguments: [Outcome.timedOut, .cancelled])
    func endedEarly(outcome: Outcome) throws {
        let message = "the suite's timeout of 1s ended the run"
        let run = ResultSamples.run(
            [TaskRecord(name: "late", outcome: .cancelled, message: message)], outcome: outcome)
        let results = ResultSamples.results(run)
        let cases = try read(results.junit, .junit).cases
        #expect(cases.map(\.outcome) == [.skipped, .errored])
        #expect(cases.last?.failures.first?.message == message)
        #expect(throws: IngestionError.self) { try read(results.tap, .tap) }
        #expect(results.tap.contains("Bail out! the suite's timeout"))
        let page = results.html(version: "0", at: Samples.now)
        #expect(page.contains("<h1 class=\"bad\">checkout in dev \(outcome == .timedOut ? "timed out" : "cancelled")"))
    }

    /// Breaks when the report ends with the first run that was ended.
    @Test("TAP tells the runs after one that was ended early too")
    func endedEarlyInTAP() {
        let ended = ResultSamples.run([TaskRecord(name: "late", outcome: .cancelled)], outcome: .timedOut)
        let failed = ResultSamples.run([TaskRecord(name: "place order", outcome: .failed, message: "no")])
        let lines = ResultSamples.results(ended, failed).tap.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("not ok 2 - ") && $0.hasSuffix("place order") })
        #expect(lines.last?.hasPrefix("Bail out! ") == true)
    }

    @Test(
        "JUnit is read by junitparser with the same counts",
        .enabled(if: CounterpartPython.isInstalled, "run scripts/bootstrap --tests"))
    func junitparser() throws {
        let folder = try TemporaryDirectory()
        try folder.write(results.junit, to: "results.xml")
        let script = """
            import sys
            from junitparser import JUnitXml
            from junitparser.xunit2 import JUnitXml as Surefire
            plain = JUnitXml.fromfile(sys.argv[1])
            for suite in plain:
                print(suite.name, suite.tests, suite.failures, suite.errors, suite.skipped)
            for suite in Surefire.fromfile(sys.argv[1]):
                for case in suite:
                    print(case.name, len(case.rerun_failures()), len(case.flaky_failures()), len(case.flaky_errors()))
            """
        let output = try Self.output(
            of: CounterpartPython.url, ["-c", script, folder.path("results.xml")])
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.first == "checkout in dev 10 5 1 1", "\(output)")
        #expect(lines.contains("place order 1 0 0") && lines.contains("stock recovers 0 1 1"), "\(output)")
    }

    @Test("TAP is read by Perl's prove with the same counts")
    func prove() throws {
        let folder = try TemporaryDirectory()
        try folder.write(results.tap, to: "results.tap")
        let output = try Self.output(
            of: URL(filePath: "/usr/bin/prove"), ["-v", "--exec", "cat", folder.path("results.tap")])
        #expect(output.contains("Failed tests:  4-9") && output.contains("Failed 6/10"), "\(output)")
        #expect(!output.contains("Parse errors"), "\(output)")
        try folder.write(
            ResultSamples.results(ResultSamples.run(Array(ResultSamples.tasks.prefix(3)), outcome: .passed)).tap,
            to: "good.tap")
        let good = try Self.output(of: URL(filePath: "/usr/bin/prove"), ["--exec", "cat", folder.path("good.tap")])
        #expect(good.contains("Result: PASS"), "\(good)")
    }

    private static func output(of program: URL, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

extension Outcome {
    fileprivate var isGood: Bool { self == .passed || self == .skipped }
}
