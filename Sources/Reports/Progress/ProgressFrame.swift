import Model

/// The block of the live view as lines: what is planned, a line for each object, and where things stand.
package enum ProgressFrame {
    /// - Parameters:
    ///   - width: No line takes more cells.
    ///   - height: The most lines.
    /// - Returns: lines without newlines, never more than fit.
    package static func lines(
        of snapshot: ProgressSnapshot, width: Int, height: Int, style: Style = .plain
    ) -> [String] {
        guard width > 0, height > 0 else { return [] }
        let head = [problem(snapshot)].compactMap(\.self) + pins(snapshot) + [planned(snapshot)].compactMap(\.self)
        let foot = footer(snapshot, width: width).map { [$0] } ?? []
        let room = height - head.count - foot.count
        // Where almost nothing fits, the last line says the most.
        guard room > 0 else { return (head + foot).suffix(height).map { $0.text(width: width, style: style) } }
        let lines = head + ObjectRows(snapshot, width: width).lines(room: room) + foot
        return lines.map { $0.text(width: width, style: style) }
    }

    private static func problem(_ snapshot: ProgressSnapshot) -> StyledLine? {
        if let problem = snapshot.problem {
            return StyledLine([
                .init("  "), .init("✘", .bad), .init(" source   "), .init(TerminalText.safe(problem, limit: 500)),
            ])
        }
        guard snapshot.revision == nil, snapshot.phase == .working else { return nil }
        return StyledLine([
            .init("  "), .init("◎", .info), .init(" reading \(TerminalText.safe(snapshot.source, limit: 300))"),
        ])
    }

    private static func pins(_ snapshot: ProgressSnapshot) -> [StyledLine] {
        snapshot.pins.map { pin in
            StyledLine([
                .init("  "), .init("! source \(TerminalText.safe(pin.source, limit: 100)) is pinned", .caution),
                .init(" \(PinLine.text(pin, now: snapshot.now))"),
            ])
        }
    }

    /// `  2 to create, 1 to change, 0 to delete`; only while it is being done, or while something is held.
    private static func planned(_ snapshot: ProgressSnapshot) -> StyledLine? {
        let counts = snapshot.planned
        let isUnderWay = snapshot.phase == .working || snapshot.phase == .stopping
        guard !counts.isEmpty, isUnderWay || counts.held > 0 else { return nil }
        let held = counts.held > 0 ? [StyledLine.Piece(", "), .init("\(counts.held) held", .caution)] : []
        return StyledLine(
            [.init("  \(counts.create) to create, \(counts.change) to change, \(counts.delete) to delete")] + held)
    }

    /// The most telling parts that fit side by side.
    private static func footer(_ snapshot: ProgressSnapshot, width: Int) -> StyledLine? {
        let clock = "\(spinner(snapshot.elapsed)) \(Spans.took(snapshot.elapsed))"
        let api = snapshot.api.map { "api \($0)/" }
        var parts: [String] =
            switch snapshot.phase {
            case .working: [clock, api, "ctrl-c to stop"].compactMap(\.self)
            case .settled:
                [
                    snapshot.revision.map { TerminalText.safe($0.short, limit: 100) }, api,
                    "next look at the source within \(snapshot.interval)", "ctrl-c to stop",
                ].compactMap(\.self)
            case .stopping: [clock, "stopping after what is under way", "ctrl-c again to end at once"]
            case .ended: []
            }
        func line() -> StyledLine { StyledLine([.init(parts.joined(separator: "   "), .faint)]) }
        while parts.count > 1, line().cells > width { parts.remove(at: snapshot.phase == .settled ? 0 : 1) }
        return parts.isEmpty ? nil : line()
    }

    /// Turns with the clock, so that equal snapshots look equal.
    private static func spinner(_ elapsed: TimeSpan) -> String {
        let turns = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
        return turns[Int(max(0, elapsed.milliseconds) / 125) % turns.count]
    }
}
