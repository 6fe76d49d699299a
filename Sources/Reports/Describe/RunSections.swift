import Model

/// The tests of one run: a table of all, then a block for each that did not pass.
struct RunSections {
    private let run: RunDetail
    private let workers: [WorkerID: String]
    private let style: Style

    init(_ run: RunDetail, workers: [WorkerID: String], style: Style) {
        self.run = run
        self.workers = workers
        self.style = style
    }

    func add(to sheet: inout Sheet, titled title: String) {
        switch run.stage {
        case .requested: return
        case .active(let active):
            sheet.section(
                "\(title), \(run.tasks.count) of \(active.total) ended",
                TaskTable.text(run.tasks, workerName: { workers[$0] }, style: style))
            let stuck = active.unschedulable.sorted { $0.key < $1.key }
            guard !stuck.isEmpty else { return }
            sheet.section("Unschedulable", stuck.map { Self.safe("`\($0.key)`: \($0.value)") + "\n" }.joined())
        case .ended:
            sheet.section(title, TaskTable.text(run.tasks, workerName: { workers[$0] }, style: style))
            guard let finished = run.finished else { return }
            let failures = RunReport.failures(finished, workerName: { workers[$0] }, style: style)
            if !failures.isEmpty { sheet.section("Failures", failures) }
        }
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: 300) }
}
