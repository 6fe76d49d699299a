import Foundation
import Model

/// The runs of one suite that are under way, as one: a bar, counts, and how long it may still take.
struct SuiteProgress {
    private let counts: OutcomeCounts
    private let total: Int
    private let retried: Int
    /// Seconds; nil while too little is known.
    private let left: Double?

    /// The fewest tests that must have run, and the seconds, before a guess is worth more than none.
    private static let testsBeforeGuess = 2
    private static let secondsBeforeGuess = 1.0

    init(_ runs: [ActiveRun], retried: Int, now: Date) {
        counts = runs.reduce(OutcomeCounts()) { $0 + $1.counts }
        total = runs.reduce(0) { $0 + $1.total }
        self.retried = retried
        // Runs go on side by side, so the longest decides; one without a guess leaves none.
        let guesses = runs.map { Self.secondsLeft(of: $0, now: now) }
        left = guesses.contains(nil) ? nil : guesses.compactMap(\.self).max()
    }

    /// Reused results took no time, so they say nothing of those that are left.
    private static func secondsLeft(of run: ActiveRun, now: Date) -> Double? {
        let spent = now.timeIntervalSince(run.startedAt)
        let ran = run.counts.finished - run.counts.cached
        guard ran >= testsBeforeGuess, spent > secondsBeforeGuess else { return nil }
        return spent / Double(ran) * Double(max(0, run.total - run.counts.finished))
    }

    /// - Parameter room: How many cells there are for all of it.
    func pieces(room: Int) -> [StyledLine.Piece] {
        let done = "\(counts.finished)/\(total)"
        // What follows the bar takes about this much: `11/15  1 failed  1 retried  eta 6 s`.
        let cells = min(max(room - 36, 10), 20)
        var pieces = room >= cells + 8 ? bar(cells) + [StyledLine.Piece("  ")] : []
        pieces.append(StyledLine.Piece(done, .strong))
        let failed = counts.failed + counts.timedOut
        let told: [(Int, String, Style.Tone)] = [
            (failed, "failed", .bad), (counts.errored, "errored", .bad), (counts.flaky, "flaky", .caution),
            (retried, "retried", .caution), (counts.skipped + counts.cancelled, "skipped", .plain),
            (counts.cached, "cached", .faint),
        ]
        for (count, word, tone) in told where count > 0 {
            pieces += [StyledLine.Piece("  "), StyledLine.Piece("\(count) \(word)", tone)]
        }
        if let left, counts.finished < total {
            pieces.append(StyledLine.Piece("  eta \(Spans.age(left.rounded(.up)))", .faint))
        }
        return pieces
    }

    /// `███████████░░░░`: what ended, that which went wrong in red at its end, and what is left.
    private func bar(_ cells: Int) -> [StyledLine.Piece] {
        func share(_ count: Int) -> Int { total > 0 ? min(cells, count * cells / total) : 0 }
        let bad = counts.failed + counts.timedOut + counts.errored
        let filled = bad > 0 ? max(1, share(counts.finished)) : share(counts.finished)
        let red = bad > 0 ? max(1, share(bad)) : 0
        return [
            StyledLine.Piece(String(repeating: "█", count: filled - red), .good),
            StyledLine.Piece(String(repeating: "█", count: red), .bad),
            StyledLine.Piece(String(repeating: "░", count: cells - filled), .faint),
        ]
    }
}
