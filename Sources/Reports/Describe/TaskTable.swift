import Model

/// The tests of a run: NAME OUTCOME ATTEMPTS DURATION WORKER.
enum TaskTable {
    /// No more than this many are shown; the rest is counted.
    private static let limit = 200

    static func text(_ tasks: [TaskRecord], workerName: (WorkerID) -> String?, style: Style) -> String {
        guard !tasks.isEmpty else { return "" }
        var table = Table([.init("NAME"), .init("OUTCOME"), .init("ATTEMPTS"), .init("DURATION"), .init("WORKER")])
        for task in tasks.prefix(limit) {
            table.add([
                Table.Cell(task.name), outcome(of: task), "\(task.attempts.count)",
                Table.Cell(task.attempts.last?.result.map { Spans.took($0.duration) } ?? ""),
                place(of: task, workerName),
            ])
        }
        let more = tasks.count - limit
        return table.text(style: style) + (more > 0 ? "… and \(more) more\n" : "")
    }

    private static func outcome(of task: TaskRecord) -> Table.Cell {
        let tone = task.flaky ? .caution : Outcome?.some(task.outcome).tone
        return Table.Cell(task.outcome.words + (task.flaky ? ", flaky" : ""), tone: tone)
    }

    /// The worker of the last attempt; of a test that was not run, why.
    private static func place(of task: TaskRecord, _ workerName: (WorkerID) -> String?) -> Table.Cell {
        if let cached = task.cached { return Table.Cell("cached from \(cached.run)", tone: .info) }
        if let worker = task.attempts.last?.worker { return Table.Cell(workerName(worker) ?? worker.rawValue) }
        return Table.Cell(task.message ?? "", tone: .faint)
    }
}
