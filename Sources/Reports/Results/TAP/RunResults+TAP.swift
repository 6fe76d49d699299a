import Model

extension RunResults {
    /// TAP version 13 (testanything.org), which every consumer reads, flat: a test point for each test, with
    /// its attempts in a YAML block.
    package var tap: String {
        var text = "TAP version 13\n1..\(runs.reduce(0) { $0 + $1.tasks.count })\n"
        var number = 0
        var problem: String?
        for run in runs {
            text += "# \(TerminalText.safe(run.title)), \(run.verdict.run), \(run.verdict.revision.short)\n"
            for task in run.tasks {
                number += 1
                text += TAPPoint(task, of: run).text(number: number)
            }
            problem = problem ?? run.ownProblem
        }
        // The skipped tests of a run that was ended must not pass for a good end; nothing is read after this line.
        return problem.map { text + "Bail out! \(TAPPoint.escaped($0))\n" } ?? text
    }
}

/// One test as a point of a TAP report.
struct TAPPoint {
    private let task: TaskRecord
    private let run: FinishedRun

    init(_ task: TaskRecord, of run: FinishedRun) {
        self.task = task
        self.run = run
    }

    func text(number: Int) -> String {
        let name = Self.escaped("\(run.title) / \(task.name)")
        switch task.outcome {
        case .passed: return "ok \(number) - \(name)\n\(block)"
        case .skipped, .cancelled:
            return "ok \(number) - \(name) # SKIP \(Self.escaped(task.message ?? task.outcome.words))\n"
        case .failed, .errored, .timedOut: return "not ok \(number) - \(name)\n\(block)"
        }
    }

    /// On one line, without anything that would begin a directive.
    static func escaped(_ text: String) -> String {
        TerminalText.safe(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// Bounded by what is told of each attempt.
    private var block: String {
        guard !task.attempts.isEmpty || task.outcome != .passed else { return "" }
        let last = task.attempts.last?.result
        var members: [String: JSONValue] = ["outcome": .string(task.outcome.rawValue)]
        if let last { members["duration_ms"] = .integer(last.duration.milliseconds) }
        if task.outcome != .passed {
            members["severity"] = .string(task.outcome == .errored ? "error" : "fail")
            members["message"] = .string(task.sentence(of: last) ?? task.outcome.words)
            let lines = AttemptLines(last, message: task.message).lines
            // One text: Perl's reader takes a quoted item of a list with a colon in it for a mapping.
            members["details"] = .string(lines.joined(separator: "\n"))
        }
        if task.attempts.count > 1 {
            members["attempts"] = .array(
                task.attempts.map { attempt in
                    var facts: [String: JSONValue] = [
                        "outcome": .string(attempt.result?.outcome.rawValue ?? "unknown"),
                        "duration_ms": .integer(attempt.result?.duration.milliseconds ?? 0),
                    ]
                    if let result = attempt.result, result.outcome != .passed {
                        facts["message"] = task.sentence(of: result).map(JSONValue.string)
                    }
                    return .object(facts)
                })
        }
        let lines = YAMLWriter.text(.object(members)).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast()
        return (["---"] + lines + ["..."]).map { "  \($0)\n" }.joined()
    }
}
