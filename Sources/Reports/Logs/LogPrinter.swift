package import Foundation
package import Model

/// Makes lines for people of a run's log: one printed line for each line that was logged, safe for a terminal.
package struct LogPrinter: Sendable {
    private let showsTimes: Bool
    private let style: Style
    /// nil when only one test is shown.
    private var prefix: LogPrefix?
    /// Whose lines came last, where no prefix says it.
    private var attempt = 1

    /// - Parameters:
    ///   - names: of the tests that are known; nil when only one test is shown, whose lines get no prefix.
    ///   - showsTimes: whether each line begins with the time it was printed at.
    package init(names: [String]?, showsTimes: Bool = false, style: Style = .plain) {
        prefix = names.map { LogPrefix(names: $0, style: style) }
        self.showsTimes = showsTimes
        self.style = style
    }

    /// The lines of an entry, without line feeds.
    package mutating func lines(of entry: LogEntry) -> [String] {
        lines(
            entry.chunk.text, tone: entry.chunk.stream.tone, time: entry.chunk.time, task: entry.task,
            attempt: entry.attempt)
    }

    /// What is said of a test that was not run because an earlier result stands for it; nothing of others.
    package mutating func reuse(of task: TaskRecord, now: Date) -> [String] {
        guard let cached = task.cached else { return [] }
        let age = Spans.age(of: cached.recordedAt, at: now)
        return note("(cached from run \(cached.run), \(age) ago)", cached.recordedAt, task.name, 1)
    }

    /// What the result of an attempt holds, for one without a live log; nothing while it has no result.
    package mutating func result(of attempt: AttemptRecord) -> [String] {
        guard let result = attempt.result else { return [] }
        let (time, task, number) = (result.startedAt, attempt.task, attempt.number)
        var told: [String] = []
        if let exchange = result.exchange { told += note(exchange.logLine, time, task, number) }
        if let output = result.output {
            told += lines(output.stdout, tone: .plain, time: time, task: task, attempt: number)
            told += lines(output.stderr, tone: .caution, time: time, task: task, attempt: number)
        }
        if told.isEmpty, let message = result.message {
            told = note("\(result.outcome.words): \(message)", time, task, number)
        }
        guard !told.isEmpty else { return [] }
        return note("(no live log; this is what the result kept)", time, task, number) + told
    }

    /// Why a test has no attempt at all; nothing of others.
    package mutating func absence(of task: TaskRecord, at time: Date) -> [String] {
        guard task.attempts.isEmpty, task.cached == nil else { return [] }
        return note("(\(task.outcome.words)\(task.message.map { ": \($0)" } ?? ""))", time, task.name, 1)
    }

    private mutating func note(_ text: String, _ time: Date, _ task: String, _ attempt: Int) -> [String] {
        [line(TerminalText.safe(text), tone: .faint, time: time, task: task, attempt: attempt)]
    }

    private mutating func lines(
        _ text: String, tone: Style.Tone, time: Date, task: String, attempt: Int
    ) -> [String] {
        var lines: [String] = []
        if prefix == nil, attempt != self.attempt {
            self.attempt = attempt
            lines = note("── attempt \(attempt) ──", time, task, attempt)
        }
        for text in TerminalText.lines(text) {
            lines.append(line(text, tone: tone, time: time, task: task, attempt: attempt))
        }
        return lines
    }

    /// - Parameter text: safe already.
    private mutating func line(
        _ text: String, tone: Style.Tone, time: Date, task: String, attempt: Int
    ) -> String {
        let stamp = showsTimes ? style.paint(Self.stamp(time), .faint) + " " : ""
        return stamp + (prefix?.text(task: task, attempt: attempt) ?? "") + style.paint(text, tone)
    }

    private static func stamp(_ time: Date) -> String {
        // The format cuts off what is below a millisecond, and a date is a double: half of one is added first.
        time.addingTimeInterval(0.000_5).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension LogChunk.Stream {
    fileprivate var tone: Style.Tone {
        switch self {
        case .stdout: .plain
        case .stderr: .caution
        case .rondo: .faint
        }
    }
}
