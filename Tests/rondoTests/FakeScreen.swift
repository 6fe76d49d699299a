import Foundation
import Synchronization
import TestSupport

@testable import rondo

/// A terminal that a test looks at, stops and starts again.
final class FakeScreen: Sendable {
    private struct State {
        var terminal: FakeTerminal
        var isHeld = false
        var isWrittenTo = false
        var isInBackground = false
        var writes = 0
    }

    private let state: Mutex<State>

    init(columns: Int = 60, rows: Int = 20) {
        state = Mutex(State(terminal: FakeTerminal(columns: columns, rows: rows)))
    }

    var target: OutputTarget {
        OutputTarget(
            send: { text, progressed in
                self.state.withLock { $0.isWrittenTo = true }
                while self.state.withLock({ $0.isHeld }) { usleep(1_000) }
                self.state.withLock { state in
                    state.writes += 1
                    // As the terminal's driver does.
                    state.terminal.feed(text.replacing(/\r?\n/, with: "\r\n"))
                }
                progressed()
            },
            size: {
                self.state.withLock { state in
                    state.isInBackground
                        ? nil : TerminalSize(columns: state.terminal.columns, rows: state.terminal.rows)
                }
            })
    }

    /// ctrl-s and ctrl-q.
    func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }
    /// Whether somebody has begun to write, held or not.
    var isWrittenTo: Bool { state.withLock { $0.isWrittenTo } }
    func background(_ isInBackground: Bool) { state.withLock { $0.isInBackground = isInBackground } }
    /// What the shell writes.
    func feed(_ text: String) { state.withLock { $0.terminal.feed(text) } }

    var text: [String] { state.withLock { $0.terminal.text } }
    var unknown: [String] { state.withLock { $0.terminal.unknown } }
    var writes: Int { state.withLock { $0.writes } }
}
