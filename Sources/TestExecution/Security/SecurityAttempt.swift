import Foundation
import HTTPTransport
import Ingestion
import Model
import TestLanguage

/// Makes the checks of a security test and reads the reports of other scanners.
///
/// All checks are made, whatever the first ones find.
struct SecurityAttempt {
    let spec: SecuritySpec
    let settings: TestSettings
    let scratch: URL
    let http: HTTPClient
    let now: Date
    let redactor: Redactor
    let log: LogSink?

    /// A check that could not be made, or a report that could not be read.
    private struct Problem {
        let name: String
        let reason: String
        let outcome: Outcome
    }

    func run() async -> AttemptReport {
        if spec.checks.isEmpty, spec.sarif == nil {
            return AttemptReport(outcome: .skipped, message: leftOut, redactor: redactor)
        }
        guard let target = spec.url.flatMap(SecurityTarget.init) else {
            let message = spec.service.map { "service `\($0)` has no address" } ?? "the test's `url` is no URL of HTTP"
            return AttemptReport(outcome: .errored, message: message, redactor: redactor)
        }
        let trace = TraceContext()
        let asker = SecurityAsker(http: http, timeout: settings.timeout, trace: trace)
        var list = FindingList(threshold: spec.severityThreshold ?? .low)
        var problems: [Problem] = []
        for check in checks {
            do throws(CheckFailure) {
                let found = try await CheckRun(check: check, target: target, asker: asker, now: now).findings()
                for finding in found { list.add(finding) }
                tell("\(check.name.rawValue): \(Self.count(found.count))")
            } catch {
                guard !Task.isCancelled else {
                    return AttemptReport(outcome: .cancelled, message: "the test was cancelled", redactor: redactor)
                }
                for finding in error.findings { list.add(finding) }
                problems.append(
                    Problem(name: check.name.rawValue, reason: "\(error)", outcome: Self.outcome(of: error)))
                tell("\(check.name.rawValue): could not be made: \(error)")
            }
        }
        readReports(&list, &problems)
        return report(list, problems, target, trace)
    }

    /// As declared, but what uses up the service's patience comes last.
    private var checks: [SecurityCheck] {
        spec.checks.filter { $0.name != .rateLimit } + spec.checks.filter { $0.name == .rateLimit }
    }

    private var leftOut: String? {
        guard let names = spec.leftOut, !names.isEmpty else { return nil }
        let list = names.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        return "left out: \(list): an Environment of type `prod` is asked ordinary things only unless its `allow` has "
            + "`security`"
    }

    // MARK: Other scanners

    private func readReports(_ list: inout FindingList, _ problems: inout [Problem]) {
        for pattern in spec.sarif ?? [] {
            do {
                let folder = try WorkingFolder(scratch: scratch, path: nil)
                let found = try folder.find([try GlobPattern(pattern, below: .workingDirectory)])
                if found.files.isEmpty {
                    problems.append(
                        Problem(
                            name: "sarif", reason: "no file of the scratch folder matches `\(pattern)`",
                            outcome: .errored))
                } else if found.isCut {
                    problems.append(
                        Problem(
                            name: "sarif", reason: "`\(pattern)` matches more files than are read", outcome: .errored))
                }
                for file in found.files { read(file.path, in: folder, &list, &problems) }
            } catch {
                let reason = (error as? GlobError)?.reason ?? "\(error)"
                problems.append(Problem(name: "sarif", reason: "`\(pattern)`: \(reason)", outcome: .errored))
            }
        }
    }

    private func read(
        _ file: String, in folder: WorkingFolder, _ list: inout FindingList, _ problems: inout [Problem]
    ) {
        do {
            let input = ReportInput(name: file, open: try folder.file(file).handle)
            let summary = try SARIFReader(input).read { list.add($0) }
            problems += summary.incomplete.map { Problem(name: file, reason: $0, outcome: .errored) }
            tell("\(file): \(Self.count(summary.findings)) of \(summary.tools.joined(separator: ", "))")
        } catch {
            problems.append(Problem(name: file, reason: "\(error)", outcome: .errored))
        }
    }

    // MARK: The end

    private func report(
        _ list: FindingList, _ problems: [Problem], _ target: SecurityTarget, _ trace: TraceContext
    ) -> AttemptReport {
        var report = AttemptReport(outcome: .passed, message: leftOut, redactor: redactor)
        report.findings = list.kept
        report.failures = problems.map {
            AssertionFailure(query: $0.name, expected: "to be made", actual: $0.reason)
        }
        if let first = problems.first {
            let others = problems.count - 1
            report.outcome = problems.map(\.outcome).max { Self.weight($0) < Self.weight($1) } ?? first.outcome
            report.message =
                "`\(first.name)` could not be made: \(first.reason)" + (others == 0 ? "" : " (and \(others) more)")
        }
        if let message = list.message {
            report.outcome = .failed
            report.message = message
        }
        return report
    }

    /// Like a `rest` test: a system that can't be reached is wrong; what can't be decided tells nothing about it.
    private static func outcome(of failure: CheckFailure) -> Outcome {
        switch failure {
        case .outOfTime: .timedOut
        case .noAnswer(let error): error.isPeerFailure ? .failed : .errored
        case .undecided, .incomplete: .errored
        }
    }

    private static func weight(_ outcome: Outcome) -> Int {
        switch outcome {
        case .failed: 3
        case .timedOut: 2
        case .errored: 1
        case .passed, .skipped, .cancelled: 0
        }
    }

    private static func count(_ findings: Int) -> String {
        switch findings {
        case 0: "nothing found"
        case 1: "1 finding"
        default: "\(findings) findings"
        }
    }

    private func tell(_ line: String) { _ = log?(.rondo, redactor.mask(line) + "\n") }
}
