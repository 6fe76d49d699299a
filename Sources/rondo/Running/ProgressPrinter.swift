import Controller
import Foundation
import Model
import Reports
import Store
import UnixSignals

/// Shows people what happens as it happens, and a summary at the end; structured lines where no person looks.
///
/// Nothing here waits for whoever reads, but the end, which waits for at most two seconds.
struct ProgressPrinter: Sendable {
    private let form: ProgressForm
    private let style: Style
    private let writer: OutputWriter
    private let live: LiveProgress?

    init(_ setting: ControllerSetting) {
        let form = ProgressForm(
            setting.options.progress, isTerminal: TerminalOutput.isTerminal,
            environment: ProcessInfo.processInfo.environment)
        self.form = form
        style = Style(isColoured: TerminalOutput.isColoured)
        writer = OutputWriter(.descriptor(STDOUT_FILENO, draws: form == .live)) { count in
            Self.missing(count, form: form)
        }
        live =
            form == .live
            ? LiveProgress(
                writer: writer, style: style,
                setting: LiveProgress.Setting(
                    source: setting.sources.map(\.url).joined(separator: ", "), interval: setting.shortestInterval.span,
                    once: setting.options.once),
                clock: SystemWallClock())
            : nil
    }

    func begin(version: String, sources: [ControllerConfiguration.Source], state: String) {
        func place(_ source: ControllerConfiguration.Source) -> String {
            TerminalText.safe(source.url) + (source.ref.map { "@\($0)" } ?? "")
        }
        guard sources.count != 1 else {
            TerminalOutput.out("rondo \(version)  source \(place(sources[0]))  state \(state)")
            return
        }
        TerminalOutput.out("rondo \(version)  \(sources.count) sources  state \(state)")
        for source in sources { TerminalOutput.out("  \(source.name)  \(place(source))") }
    }

    /// Begins to follow a controller, which answers there; from now on the terminal is this one's.
    func watch(_ controller: Controller, store: Store, api: String) async {
        TerminalOutput.belongs(to: writer)
        guard let live else {
            writer.print("api \(api)/   token in admin-token of the state folder   ctrl-c to stop")
            return
        }
        await live.watch(ControllerProgress(controller: controller, store: store), api: api)
    }

    func show(_ event: Event) {
        switch form {
        case .live: live?.show(event)
        case .lines: writer.print(EventLine.terminal(event, style: style), isRoutine: event.severity == .normal)
        case .log: writer.print(EventLine.log(event), isRoutine: event.severity == .normal)
        }
    }

    /// Somebody asked the controller to stop.
    func stopping() async { await live?.stopping() }

    /// Nothing more will happen: leaves what is shown on the screen, and gives the terminal back.
    func close() async {
        await live?.end()
        await release()
    }

    /// The failed tests, held deletions, counts and what to do next.
    func end(
        _ status: ExitStatus, report: EndReport, elapsed: Duration, state: String?, once: Bool
    ) async {
        for run in report.runs {
            let failures = RunReport.failures(run, workerName: { report.workerNames[$0] }, style: style)
            if !failures.isEmpty { writer.print("\n\(failures)") }
        }
        if report.hasHeld { writer.print("\n\(report.heldText(style: style))") }
        if !report.diagnostics.isEmpty {
            writer.print("\n" + DiagnosticReport.text(report.diagnostics, style: style))
        }
        writer.print(
            ConvergedLine.text(
                how(status, once: once), took: elapsed.span, counts: report.counts, flaky: report.flaky, style: style))
        for pin in report.pins { writer.print(PinLine.banner(pin, now: Date(), style: style)) }
        if let state, report.instances > 0 {
            let what = report.instances == 1 ? "1 instance keeps running" : "\(report.instances) instances keep running"
            writer.print("\(what); take down what was made with: rondo down --state \(state)")
        }
        await release()
    }

    /// A terminal that stands still stays the writer's: a direct write would wait for it.
    private func release() async {
        if await writer.flush() { TerminalOutput.belongs(to: nil) }
    }

    private func how(_ status: ExitStatus, once: Bool) -> String {
        guard once else { return "stopped after" }
        switch status {
        case .asDesired: return style.paint("converged", .good) + " in"
        case .notAsDesired: return style.paint("converged, not as desired,", .caution) + " in"
        case .couldNotCheck: return style.paint("could not check everything;", .bad) + " ended after"
        }
    }

    /// In the form of the lines that it stands for.
    private static func missing(_ count: Int, form: ProgressForm) -> String {
        let lines = count == 1 ? "1 line was" : "\(count) lines were"
        let event = Event(
            time: Date(), object: nil, severity: .warning, reason: .actionFailed,
            message: "\(lines) left out here, since nobody read on: `rondo events` has them")
        return form == .log ? EventLine.log(event) : EventLine.terminal(event)
    }
}

extension Duration {
    /// To the millisecond.
    fileprivate var span: TimeSpan { TimeSpan(milliseconds: Int64(self / .milliseconds(1))) }
}
