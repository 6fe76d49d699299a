import Foundation
import Model

/// The time of a run, from its first attempt to the end of its last, as a scale from 0 to 100.
struct RunScale {
    private let start: Date
    private let seconds: Double

    init(_ run: FinishedRun) {
        let results = run.tasks.flatMap(\.attempts).compactMap(\.result)
        let first = results.map(\.startedAt).min() ?? run.verdict.startedAt
        let last = results.map { $0.startedAt.addingTimeInterval(Double($0.duration.milliseconds) / 1_000) }.max()
        start = first
        seconds = max(0.001, (last ?? run.verdict.endedAt).timeIntervalSince(first))
    }

    /// CSS that places an attempt; a very short one still shows.
    func place(_ result: TaskResult) -> String {
        let left = min(max(0, result.startedAt.timeIntervalSince(start) / seconds * 100), 99.5)
        let width = min(max(0.5, Double(result.duration.milliseconds) / 1_000 / seconds * 100), 100 - left)
        return "left:\(Self.percent(left));width:\(Self.percent(width))"
    }

    /// `12.5%`
    static func percent(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)%"
    }
}
