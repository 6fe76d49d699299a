import Foundation
import Glibc
import Model
import Subprocess

/// Runs the program of a `command` test and judges how it ended and what it printed.
struct CommandAttempt {
    let command: CommandSpec
    let settings: TestSettings
    /// Those of the tests that this one depends on.
    let captures: [String: JSONValue]
    let scratch: URL
    let searchPath: String
    let redactor: Redactor
    let live: LiveLog?
    /// nil is what the settings say.
    var claims: Claims?
    /// Takes the cases of its reports.
    var cases: CaseSink?
    var placing = CommandPlacing.process

    func run() async -> AttemptReport {
        let ended: CommandSupervisor.Report
        do {
            ended = try await start()
        } catch {
            let outcome: Outcome = error == .cancelled ? .cancelled : .errored
            return AttemptReport(outcome: outcome, message: "\(error)", redactor: redactor)
        }
        let exitCode: Int? = if case .exited(let code) = ended.ending { Int(code) } else { nil }
        var evidence = Evidence(
            exitCode: exitCode, stdout: Evidence.Stream(ended.stdout), stderr: Evidence.Stream(ended.stderr),
            duration: ended.duration)
        evidence.variables = captures
        evidence.files = ScratchFiles(folder: scratch)
        let isAsserted = settings.assert.contains { $0.query == .exitCode }
        let evaluation = Evaluation(
            of: evidence, claims: claims ?? Claims(settings), redactor: redactor,
            exitCodes: isAsserted || hasCases ? nil : command.exitCodes.passed)
        var report = verdict(on: ended, exitCode: exitCode, isAsserted: isAsserted)
        report.redactor = evaluation.redactor
        if let reports = command.reports, ended.stop != .cancelled {
            let collected = await collect(reports, redactor: report.redactor)
            report.cases = collected.attemptCases
            report.coverage = collected.coverage
            report.findings = collected.findings
            let ending = ending(of: ended, isAsserted: isAsserted)
            // Without cases the exit code alone tells a failure, and what is missing is its consequence.
            if ended.stop == nil, report.outcome != .skipped, hasCases || ending == .passed {
                report.take(ReportVerdict(collected, ending: ending))
            }
            if Task.isCancelled, ended.stop == nil {
                report.outcome = .cancelled
                report.message = "the attempt was cancelled while its reports were read"
            }
        }
        if ended.stop == nil, report.outcome != .skipped, report.outcome != .cancelled { report.judge(evaluation) }
        report.output = CommandOutput(
            exitCode: exitCode, stdout: ended.stdout.text(report.redactor), stderr: ended.stderr.text(report.redactor),
            truncated: ended.stdout.isCut || ended.stderr.isCut)
        return report
    }

    private var hasCases: Bool { command.reports?.haveCases ?? false }

    private func collect(_ reports: CommandReports, redactor: Redactor) async -> CollectedReports {
        do {
            let folder = try WorkingFolder(scratch: scratch, path: command.workingDir)
            return await ReportCollector(reports: reports, folder: folder, redactor: redactor, sink: cases).collect()
        } catch {
            var nothing = CollectedReports()
            nothing.problems = [.unreadable(path: command.workingDir ?? ".", reason: "\(error)")]
            return nothing
        }
    }

    /// How it ended, for the reports' verdict; an exit code that an assertion speaks of is judged by that.
    private func ending(of ended: CommandSupervisor.Report, isAsserted: Bool) -> ReportVerdict.Ending {
        switch ended.ending {
        case .signaled(let signal): .notPassed(Self.words(signal: signal))
        case .exited(let code):
            isAsserted || command.exitCodes.passed.contains(Int(code)) ? .passed : .notPassed("exit code \(code)")
        }
    }

    private static func words(signal: CInt) -> String {
        "killed by signal \(signal) (\(String(cString: strsignal(signal)).lowercased()))"
    }

    /// What the ending alone says; `passed` as long as it says nothing.
    private func verdict(
        on ended: CommandSupervisor.Report, exitCode: Int?, isAsserted: Bool
    ) -> AttemptReport {
        func report(_ outcome: Outcome, _ message: String? = nil) -> AttemptReport {
            AttemptReport(outcome: outcome, message: message, redactor: redactor)
        }
        switch ended.stop {
        case .timedOut?: return report(.timedOut, "the command did not end within \(settings.timeout) and was killed")
        case .cancelled?: return report(.cancelled, "the attempt was cancelled and the command killed")
        case nil: break
        }
        switch ended.ending {
        case .signaled(let signal):
            return report(.failed, Self.words(signal: signal))
        case .exited(let code):
            let isSkipped = !isAsserted && command.exitCodes.skipped.contains(Int(code))
            return isSkipped ? report(.skipped, "exit code \(code) says that it was skipped") : report(.passed)
        }
    }

    // MARK: Starting

    private func start() async throws(CommandError) -> CommandSupervisor.Report {
        let order = try CommandOrder(command, variables: settings.env)
        let directory = try workingDirectory()
        let timeout = settings.timeout.duration
        switch placing {
        case .process:
            return try await CommandSupervisor.run(try launch(order, in: directory), timeout: timeout, live: live)
        case .sandbox(let sandbox):
            let launch = sandbox.wrap(try launch(order, in: directory), scratch: scratchPath)
            return try await CommandSupervisor.run(launch, timeout: timeout, live: live)
        case .container(let run):
            return try await run.start(
                order, scratch: scratchPath, directory: String(directory.dropFirst(scratchPath.count + 1)),
                timeout: timeout, live: live)
        }
    }

    private func launch(_ order: CommandOrder, in directory: String) throws(CommandError) -> CommandLaunch {
        let own = ["PATH": searchPath, "HOME": scratchPath, "TMPDIR": scratchPath, "LANG": "C.UTF-8"]
        let environment = own.merging(order.variables) { $1 }
        let program = try ProgramSearch.find(
            order.arguments[0], path: environment["PATH"] ?? "",
            workingDirectory: URL(filePath: directory, directoryHint: .isDirectory))
        return CommandLaunch(
            program: program, arguments: order.arguments, environment: environment, workingDirectory: directory,
            stdin: order.stdin)
    }

    /// Its path, which is that of the scratch folder or below it.
    private func workingDirectory() throws(CommandError) -> String {
        guard let path = command.workingDir else { return scratchPath }
        do {
            return try WorkingFolder(scratch: scratch, path: path).checkedPath()
        } catch {
            throw .noFolder(path, reason: error.description)
        }
    }

    private var scratchPath: String {
        let path = scratch.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
