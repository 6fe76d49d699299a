import Foundation
import Model
import Reports
import Testing

struct LogPrinterTests {
    private let time = Date(timeIntervalSince1970: 1_795_255_200.123)

    private func entry(
        _ task: String, _ text: String, _ stream: LogChunk.Stream = .stdout, attempt: Int = 1, after seconds: Double = 0
    ) -> LogEntry {
        LogEntry(
            position: 1, run: RunID(rawValue: "r-1"), task: task, attempt: attempt, worker: WorkerID(rawValue: "w"),
            chunk: LogChunk(sequence: 1, time: time.addingTimeInterval(seconds), stream: stream, text: text))
    }

    private var entries: [LogEntry] {
        [
            entry("place order", "one\ntwo\n"),
            entry("cart", "POST http://a.test/ → 201 in 3 ms\n", .rondo, after: 0.5),
            entry("place order", "oh no\n", .stderr), entry("cart", "again\n", attempt: 2, after: 60),
            entry("a test whose name is longer than any prefix may become", "x\r\n\n日本 tab\there \u{1B}[2J\u{9B}\n"),
            entry("cart", "no line feed"),
        ]
    }

    private func text(_ printer: LogPrinter, _ entries: [LogEntry]) -> String {
        var printer = printer
        return entries.flatMap { printer.lines(of: $0) }.map { $0 + "\n" }.joined()
    }

    @Test func severalTestsAreToldApartByAPrefix() throws {
        try expectGolden(text(LogPrinter(names: ["place order", "cart"]), entries), "log-prefixes.txt")
    }

    @Test func onATerminalTestsAndStreamsHaveColours() throws {
        let printer = LogPrinter(names: ["place order", "cart"], showsTimes: true, style: Style(isColoured: true))
        try expectGolden(text(printer, entries), "log-colours.txt")
    }

    @Test func oneTestNeedsNoPrefix() throws {
        let one = entries.filter { $0.task == "cart" }
        try expectGolden(text(LogPrinter(names: nil, showsTimes: true), one), "log-one-test.txt")
    }

    @Test func aLineOfTheLogIsALineOfTheScreen() {
        var printer = LogPrinter(names: nil)
        let hostile = "a\rb\u{2028}c\u{85}d\u{B}e\u{C}f\u{1B}]0;title\u{7}\n"
        let lines = printer.lines(of: entry("t", hostile + hostile))
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0 == #"a\rb\u{2028}c\u{85}d\u{b}e\u{c}f\u{1b}]0;title\u{7}"# })
        var named = LogPrinter(names: [])
        #expect(named.lines(of: entry("a\u{1B}[31m\nb", "x\n")) == [#"a\u{1b}[31m\nb │ x"#])
    }

    @Test func aReusedResultNamesItsRun() {
        var printer = LogPrinter(names: ["a"])
        let cached = TaskRecord(
            name: "a", outcome: .passed,
            cached: CachedFrom(run: RunID(rawValue: "r-0"), recordedAt: time.addingTimeInterval(-7_300)))
        #expect(printer.reuse(of: cached, now: time) == ["a │ (cached from run r-0, 2h ago)"])
        #expect(printer.reuse(of: TaskRecord(name: "b", outcome: .passed), now: time) == [])
        #expect(printer.absence(of: cached, at: time) == [])
    }

    @Test func anAttemptWithoutALogShowsWhatItsResultKept() {
        func shown(_ result: TaskResult?, number: Int = 1) -> [String] {
            var printer = LogPrinter(names: ["a"])
            return printer.result(
                of: AttemptRecord(
                    run: RunID(rawValue: "r-1"), task: "a", number: number, lease: LeaseToken(rawValue: ""),
                    worker: WorkerID(rawValue: "w"), leasedAt: time, result: result))
        }
        func result(
            _ outcome: Outcome, message: String? = nil, exchange: HTTPExchange? = nil, output: CommandOutput? = nil
        ) -> TaskResult {
            TaskResult(
                outcome: outcome, startedAt: time, duration: .milliseconds(5), message: message, exchange: exchange,
                output: output)
        }
        let mark = "(no live log; this is what the result kept)"
        let output = CommandOutput(exitCode: 1, stdout: "one\ntwo\n", stderr: "err", truncated: false)
        #expect(
            shown(result(.failed, message: "exit code 1", output: output), number: 2)
                == ["a #2 │ \(mark)", "a #2 │ one", "a #2 │ two", "a #2 │ err"])
        let exchange = HTTPExchange(
            method: "GET", url: "http://a.test/", status: 200, firstByte: nil, total: .milliseconds(7), curl: "")
        #expect(shown(result(.passed, exchange: exchange)) == ["a │ \(mark)", "a │ GET http://a.test/ → 200 in 7 ms"])
        #expect(shown(result(.errored, message: "no such program")) == ["a │ \(mark)", "a │ errored: no such program"])
        let silent = CommandOutput(exitCode: 0, stdout: "", stderr: "", truncated: false)
        #expect(shown(result(.passed, output: silent)) == [], "it printed nothing")
        #expect(shown(nil) == [], "it has not ended")
    }

    @Test func aTestWithoutAnyAttemptSaysWhy() {
        var printer = LogPrinter(names: ["a"])
        let skipped = TaskRecord(name: "a", outcome: .skipped, message: "`login` did not pass")
        #expect(printer.absence(of: skipped, at: time) == ["a │ (skipped: `login` did not pass)"])
    }
}
