package import Foundation
import Model

/// One run that somebody follows, in one line.
package enum RunProgressLine {
    /// `checkout in dev  ███████░░░  7/9  1 retried`, or what it waits for, or how it ended; at most `width` cells.
    ///
    /// - Parameters:
    ///   - obstacle: what the suite's conditions say is in the way; nil when nothing is.
    package static func text(
        _ run: RunDetail, obstacle: String? = nil, width: Int, now: Date, style: Style = .plain
    ) -> String {
        let name = TerminalText.safe("\(run.key.suite.name) in \(run.key.environment)", limit: max(10, width / 2))
        var pieces = [StyledLine.Piece(name, .strong), StyledLine.Piece("  ")]
        switch run.stage {
        case .requested:
            let waits = obstacle.map { TerminalText.safe($0, limit: 300) } ?? "waits to be started"
            pieces.append(StyledLine.Piece(waits, .faint))
        case .active(let active):
            let retried = run.tasks.count { $0.attempts.count > 1 }
            pieces += SuiteProgress([active], retried: retried, now: now).pieces(
                room: width - TerminalText.width(name) - 2)
        case .ended(let verdict):
            let outcome = Outcome?.some(verdict.outcome)
            pieces.append(StyledLine.Piece(verdict.outcome.words, outcome.tone))
            pieces.append(StyledLine.Piece(" after \(Spans.took(verdict.took))", .plain))
        }
        return StyledLine(pieces).text(width: width, style: style)
    }
}
