import Controller
import Foundation
import Model
import Reports

/// Shows people what happens as it happens, and a summary at the end; structured lines where no person looks.
struct ProgressPrinter: Sendable {
    private let isTerminal: Bool
    private let style: Style

    init(isTerminal: Bool, isColoured: Bool) {
        self.isTerminal = isTerminal
        style = Style(isColoured: isColoured)
    }

    func begin(version: String, source: ControllerConfiguration.Source, state: String) {
        let ref = source.ref.map { "@\($0)" } ?? ""
        TerminalOutput.out("rondo \(version)  source \(TerminalText.safe(source.url))\(ref)  state \(state)")
    }

    func listening(at url: String) {
        TerminalOutput.out("api \(url)/   token in admin-token of the state folder   ctrl-c to stop")
    }

    func show(_ event: Event) {
        TerminalOutput.out(isTerminal ? EventLine.terminal(event, style: style) : EventLine.log(event))
    }

    /// The failed tests, held deletions, counts and what to do next.
    func end(
        _ status: ExitStatus, report: EndReport, elapsed: Duration, state: String, once: Bool
    ) {
        for run in report.runs {
            let failures = RunReport.failures(run, workerName: { report.workerNames[$0] }, style: style)
            if !failures.isEmpty { TerminalOutput.out("\n\(failures)") }
        }
        if !report.plan.held.isEmpty { TerminalOutput.out("\n\(report.heldText(style: style))") }
        if !report.diagnostics.isEmpty {
            TerminalOutput.out("\n" + DiagnosticReport.text(report.diagnostics, style: style))
        }
        let seconds = (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
            .formatted(.number.precision(.fractionLength(1)).locale(Locale(identifier: "en_US_POSIX")))
        let counts = RunReport.counts(report.counts, flaky: report.flaky, style: style)
        let word = word(for: status, once: once)
        TerminalOutput.out("\(word) after \(seconds) s   \(counts)")
        if report.instances > 0 {
            let what = report.instances == 1 ? "1 instance keeps running" : "\(report.instances) instances keep running"
            TerminalOutput.out("\(what); take down what was made with: rondo down --state \(state)")
        }
    }

    private func word(for status: ExitStatus, once: Bool) -> String {
        guard once else { return "stopped" }
        switch status {
        case .asDesired: return style.paint("converged", .good)
        case .notAsDesired: return style.paint("converged, not as desired,", .caution)
        case .couldNotCheck: return style.paint("could not check everything;", .bad) + " ended"
        }
    }
}
