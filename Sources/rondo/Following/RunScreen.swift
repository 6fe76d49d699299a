import Foundation
import Model
import Reports

/// Shows runs while they are followed: a line for each that is drawn again on a terminal, elsewhere a line for each
/// test that ended.
struct RunScreen {
    private let isQuiet: Bool
    private let style: Style
    private var lines = LiveLines()
    private var toldTasks: [RunID: Set<String>] = [:]
    private var toldObstacle: String?

    /// - Parameter isQuiet: Nothing but notes on standard error, for programs.
    init(isQuiet: Bool, style: Style) {
        self.isQuiet = isQuiet
        self.style = style
    }

    var namesWorkers: Bool { !isQuiet && !TerminalOutput.isTerminal }

    /// - Parameter obstacle: what keeps those that wait from being started.
    mutating func show(_ runs: [RunDetail], obstacle: String?, workers: [WorkerID: String]) {
        guard !isQuiet else { return }
        guard !TerminalOutput.isTerminal else {
            let size = TerminalSize.current(of: STDOUT_FILENO)
            let drawn = runs.prefix(max(1, size.rows - 1)).map { run in
                RunProgressLine.text(run, obstacle: obstacle, width: size.columns, now: Date(), style: style)
            }
            lines.show(drawn)
            return
        }
        if let obstacle, obstacle != toldObstacle {
            TerminalOutput.out("waiting: \(TerminalText.safe(obstacle, limit: 500))")
            toldObstacle = obstacle
        }
        for run in runs {
            for task in run.tasks where toldTasks[run.id, default: []].insert(task.name).inserted {
                TerminalOutput.out(TaskLine.text(task, of: run.key, workerName: { workers[$0] }, style: style))
            }
        }
    }

    /// Something that a person should know meanwhile.
    mutating func note(_ text: String) {
        lines.forget()
        TerminalOutput.error("note: \(text)")
    }

    /// Leaves the last picture where it is.
    mutating func end() { lines.forget() }
}
