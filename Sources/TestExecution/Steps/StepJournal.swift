import Foundation
import Model

/// What the steps of one attempt came to, in the order in which they ended: bounded, and told to the live log at once.
actor StepJournal {
    /// Of what is kept; everything else is only counted.
    struct Limits {
        var passed = 200
        var others = 100
        /// Of texts, about: beyond it steps are kept without their outputs and exchanges.
        var bytes = 256 << 10
    }

    private struct Entry {
        let place: StepPlace
        let title: String
        var report: AttemptReport
        let duration: TimeSpan
    }

    private let limits: Limits
    private let live: StepLog?
    private var entries: [Entry] = []
    /// What the reports of all steps' commands tell.
    private(set) var reported = StepReports()
    private var kept = (passed: 0, others: 0, bytes: 0)
    private var leftOut = (passed: 0, others: 0)
    /// Knows what every step captured, so that it masks what earlier ones showed of it.
    private var redactor: Redactor

    init(redactor: Redactor, live: StepLog? = nil, limits: Limits = Limits()) {
        self.redactor = redactor
        self.live = live
        self.limits = limits
    }

    func record(
        _ place: StepPlace, title: String, template: String, report: AttemptReport, duration: TimeSpan
    ) {
        redactor.formUnion(report.redactor)
        reported.add(report)
        live?.tell(place, title: title, template: template, report, duration, redactor)
        var entry = Entry(place: place, title: title, report: report, duration: duration)
        switch report.outcome {
        case .passed, .skipped:
            guard kept.passed < limits.passed else { return leftOut.passed += 1 }
            kept.passed += 1
        case .failed, .errored, .timedOut, .cancelled:
            guard kept.others < limits.others else { return leftOut.others += 1 }
            kept.others += 1
        }
        if kept.bytes + entry.report.size > limits.bytes { entry.report.keepOnlyFindings() }
        kept.bytes += entry.report.size
        entries.append(entry)
    }

    /// Everything that is kept, masked with what every step captured.
    func results() -> (steps: [StepResult], redactor: Redactor) {
        var steps = entries.map { entry in
            var report = entry.report
            report.redactor = redactor
            return StepResult(
                place: entry.place, title: redactor.mask(entry.title), report: report, duration: entry.duration)
        }
        for (count, outcome) in [(leftOut.others, Outcome.failed), (leftOut.passed, .passed)] where count > 0 {
            let what = outcome == .passed ? "passed or were skipped" : "did not pass"
            steps.append(
                StepResult(
                    place: "…", title: "\(count) more that \(what)", outcome: outcome, duration: .milliseconds(0)))
        }
        return (steps, redactor)
    }
}

extension StepResult {
    fileprivate init(place: StepPlace, title: String, report: AttemptReport, duration: TimeSpan) {
        let masked = report.result(startedAt: .distantPast, duration: duration)
        self.init(
            place: place.description, title: title, outcome: masked.outcome, duration: duration,
            message: masked.message, failures: masked.failures, exchange: masked.exchange, output: masked.output)
    }
}

extension AttemptReport {
    /// Of its texts, in bytes.
    fileprivate var size: Int {
        let found = failures.reduce(0) { size, failure in
            size + failure.query.utf8.count + failure.expected.utf8.count + failure.actual.utf8.count
                + (failure.diff?.utf8.count ?? 0)
        }
        let shown = exchange.map { $0.url.utf8.count + $0.curl.utf8.count } ?? 0
        let printed = output.map { $0.stdout.utf8.count + $0.stderr.utf8.count } ?? 0
        return found + shown + printed + (message?.utf8.count ?? 0)
    }

    fileprivate mutating func keepOnlyFindings() {
        output = nil
        exchange = nil
        failures = failures.map { AssertionFailure(query: $0.query, expected: $0.expected, actual: $0.actual) }
    }
}
