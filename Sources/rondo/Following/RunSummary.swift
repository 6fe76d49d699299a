import API
import Model
import Reports

/// How followed runs ended: the failures, then a line for each run.
struct RunSummary {
    let runs: [RunResource]
    let workers: [WorkerID: String]
    let style: Style

    var text: String {
        let failures = runs.compactMap(\.finished).map {
            RunReport.failures($0, workerName: { workers[$0] }, style: style)
        }
        let lines = runs.compactMap(\.detail).map { RunReport.ending($0, style: style) + "\n" }.joined()
        return (failures.filter { !$0.isEmpty } + [lines]).joined(separator: "\n")
    }
}
