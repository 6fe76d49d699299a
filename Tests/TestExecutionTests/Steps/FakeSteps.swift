import Foundation
import Model
import Synchronization
import TestLanguage

@testable import TestExecution

/// Does what the first word of a step's program says, and remembers in which order it was asked.
final class FakeSteps: StepExecutor {
    private struct State {
        var asked: [String] = []
        var started = 0
        var side = (now: 0, most: 0)
    }

    private let state = Mutex(State())
    let files: [String: [JSONValue]]
    private let time: MonotonicTime

    init(files: [String: [JSONValue]] = [:], time: MonotonicTime = .system) {
        self.files = files
        self.time = time
    }

    /// What was asked, by the words of the programs.
    var asked: [String] { state.withLock { $0.asked } }
    /// How many were under way at once, at most.
    var mostAtOnce: Int { state.withLock { $0.side.most } }

    func run(_ work: StepWork) async -> AttemptReport {
        guard case .command(let command) = work.action else {
            return AttemptReport(outcome: .errored, message: "no command", redactor: work.redactor)
        }
        state.withLock { state in
            state.asked.append(command.run.joined(separator: " "))
            state.side.now += 1
            state.side.most = max(state.side.most, state.side.now)
        }
        defer { state.withLock { $0.side.now -= 1 } }
        var report = AttemptReport(outcome: .passed, redactor: work.redactor)
        let rest = command.run.dropFirst().joined(separator: " ")
        switch command.run.first {
        case "hang":
            do {
                try await time.sleep(time.now().advanced(by: work.timeout.duration))
                report.outcome = .timedOut
            } catch {
                report.outcome = .cancelled
                report.message = "stopped"
            }
            return report
        case "meet": while state.withLock({ $0.side.most }) < 2, !Task.isCancelled { await Task.yield() }
        case "error": return AttemptReport(outcome: .errored, message: rest, redactor: work.redactor)
        case "skip": return AttemptReport(outcome: .skipped, message: rest, redactor: work.redactor)
        default: break
        }
        var output = BoundedOutput()
        output.append(Array(rest.utf8))
        var evidence = Evidence(
            exitCode: command.run.first == "fail" ? 1 : 0, stdout: Evidence.Stream(output),
            stderr: Evidence.Stream(BoundedOutput()), duration: .zero)
        evidence.variables = work.variables
        report.output = CommandOutput(exitCode: 0, stdout: rest, stderr: "", truncated: false)
        report.judge(Evaluation(of: evidence, claims: work.claims, redactor: work.redactor, exitCodes: [0]))
        return report
    }

    func items(of path: String) throws(LoopItemsError) -> [JSONValue] {
        guard let items = files[path] else { throw .unreadable(path, "there is no such file") }
        return items
    }
}

extension TestStep {
    /// A program of words, of which the fake knows the first; `capture` names what keeps the other ones.
    static func say(
        _ words: String, name: String? = nil, capture: String? = nil, redact: Bool = false, assert: String? = nil,
        timeout: TimeSpan? = nil
    ) throws -> TestStep {
        TestStep(
            name: name, action: .command(CommandSpec(run: words.split(separator: " ").map(String.init))),
            timeout: timeout, assert: try assert.map { [try AssertionParser.parse($0)] },
            capture: capture.map { [$0: Capture(from: .stdout, redact: redact)] })
    }

    static func parallel(_ steps: TestStep...) -> TestStep { TestStep(action: .parallel(steps)) }
}
