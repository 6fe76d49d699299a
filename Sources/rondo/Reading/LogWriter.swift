import API
import Foundation
import Model
import Reports

/// Prints a run's log as it is read: lines for people, or one JSON document a line.
struct LogWriter: Sendable {
    private struct Attempt: Hashable, Sendable {
        let task: String
        let number: Int
    }

    private let format: OutputFormat
    /// The only ones that are asked for; nil for all.
    private let task: String?
    private let attempt: Int?
    private var printer: LogPrinter
    /// Of what is there at the beginning only the last so many lines are shown; nil for all, and once they were.
    private var tail: Int?
    private var backlog: [String] = []
    private var logged: Set<Attempt> = []
    /// Tests of which everything was said that no log says.
    private var told: Set<String> = []

    init(task: String?, attempt: Int?, printer: LogPrinter, format: OutputFormat, tail: Int?) {
        self.task = task
        self.attempt = attempt
        self.printer = printer
        self.format = format
        self.tail = tail
    }

    mutating func write(_ entries: [LogEntry]) throws {
        var lines: [String] = []
        for entry in entries {
            logged.insert(Attempt(task: entry.task, number: entry.attempt))
            if format == .json {
                lines.append(try format.documentLine(entry).trimmingCharacters(in: .newlines))
            } else {
                lines += printer.lines(of: entry)
            }
        }
        try print(lines)
    }

    /// Says which tests need no log, since an earlier result stands for them.
    mutating func writeReuses(in tasks: [TaskRecord]) throws {
        guard format != .json else { return }
        for task in tasks where isWanted(task) && task.cached != nil && told.insert(task.name).inserted {
            try print(printer.reuse(of: task, now: Date()))
        }
    }

    /// Says what the results hold of ended attempts that have no log.
    mutating func writeResults(in tasks: [TaskRecord]) throws {
        try writeReuses(in: tasks)
        guard format != .json else { return }
        for task in tasks where isWanted(task) && told.insert(task.name).inserted {
            try print(printer.absence(of: task, at: Date()))
            for record in task.attempts where attempt == nil || attempt == record.number {
                guard !logged.contains(Attempt(task: task.name, number: record.number)) else { continue }
                try print(printer.result(of: record))
            }
        }
    }

    /// Everything that was there at the beginning is known: shows its last lines, and from now on every line.
    mutating func endTail() throws {
        guard let tail else { return }
        self.tail = nil
        try print(backlog.suffix(tail))
        backlog = []
    }

    private func isWanted(_ record: TaskRecord) -> Bool { task == nil || task == record.name }

    private mutating func print(_ lines: some Collection<String>) throws {
        guard !lines.isEmpty else { return }
        if let tail {
            backlog += lines
            // Cut now and then, not for every line.
            if backlog.count > 2 * tail + 1_000 { backlog.removeFirst(backlog.count - tail) }
            return
        }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
        } catch {
            throw ReaderGone()
        }
    }
}

/// Nobody reads our output any more: `rondo logs … | head`.
struct ReaderGone: Error {}
