import Model
import Reports
import Synchronization

/// Writes lines, and a block that is drawn anew below them, on a thread of its own: whoever prints never waits.
///
/// A terminal that stands still (ctrl-s) or a pipe that nobody reads holds this thread and nothing else.
actor OutputWriter {
    typealias Frame = @Sendable (TerminalSize) -> [String]

    /// How long the writer's thread may need to come to its work, on a machine that is busy with others.
    private static let startPatience = Duration.seconds(60)
    /// At most ten drawings a second.
    private static let pause = Duration.milliseconds(100)

    /// What is to be written next.
    private struct Pending {
        var backlog = OutputBacklog()
        var frame: Frame?
        var wasMoved = false
        /// Whether a drain will come that takes all of this.
        var isExpected = false
        var isWriting = false
        /// Whether a text was handed to the reader, who takes it or does not.
        var isSending = false
        /// Counts what the reader took.
        var progress = 0
        /// What `progress` was when somebody waited in vain.
        var stuckAt: Int?
    }

    private let executor = QueueExecutor(label: "rondo.output")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let target: OutputTarget
    private let missing: @Sendable (Int) -> String
    private nonisolated let pending = Mutex(Pending())
    private var block = TerminalBlock()
    private var lastDrawn: ContinuousClock.Instant?

    /// - Parameter missing: The line that stands for so many lines that found no room while nobody read.
    init(_ target: OutputTarget, missing: @escaping @Sendable (Int) -> String) {
        self.target = target
        self.missing = missing
    }

    /// Of the terminal, or of a usual one where no block can be drawn.
    nonisolated var size: TerminalSize { target.size() ?? .usual }

    /// Adds a line, or several, above the block.
    nonisolated func print(_ text: String, isRoutine: Bool = false) {
        change { $0.backlog.add(text, isRoutine: isRoutine) }
    }

    /// What the block shows from now on; nil takes it away.
    nonisolated func show(_ frame: Frame?) { change { $0.frame = frame } }

    /// Somebody else wrote to the terminal: the block is drawn below that.
    nonisolated func moved() { change { $0.wasMoved = true } }

    /// Waits until everything is written, but not for a reader that takes nothing for so long; and only once for it.
    ///
    /// Only a reader's time is counted: a writer that had no turn yet says nothing about who reads.
    ///
    /// - Returns: whether everything is written.
    nonisolated func flush(patience: Duration = .seconds(2)) async -> Bool {
        var seen: (progress: Int, isSending: Bool)?
        var deadline = ContinuousClock.now
        while true {
            let (isDone, progress, isSending, stuckAt) = pending.withLock {
                ($0.backlog.isEmpty && !$0.isExpected && !$0.isWriting, $0.progress, $0.isSending, $0.stuckAt)
            }
            if isDone { return true }
            if seen.map({ $0 != (progress, isSending) }) ?? true {
                deadline = .now.advanced(by: isSending ? patience : max(patience, Self.startPatience))
            }
            seen = (progress, isSending)
            guard progress != stuckAt, ContinuousClock.now < deadline else {
                pending.withLock { $0.stuckAt = progress }
                return false
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private nonisolated func change(_ body: (inout Pending) -> Void) {
        let isNew = pending.withLock { state in
            body(&state)
            defer { state.isExpected = true }
            return !state.isExpected
        }
        if isNew { Task { await drain() } }
    }

    private func drain() async {
        if let next = lastDrawn?.advanced(by: Self.pause) { try? await Task.sleep(until: next) }
        let (lines, frame, wasMoved) = pending.withLock { state in
            state.isExpected = false
            state.isWriting = true
            defer { state.wasMoved = false }
            let (lines, dropped) = state.backlog.take()
            return ((dropped > 0 ? [missing(dropped)] : []) + lines, state.frame, state.wasMoved)
        }
        defer { pending.withLock { $0.isWriting = false } }
        let text: String
        if let size = target.size() {
            if wasMoved { block.forget() }
            let rows = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map(String.init)
            text = block.update(lasting: rows, block: frame?(size) ?? [], columns: size.columns)
            lastDrawn = .now
        } else {
            block.forget()
            text = lines.map { $0 + "\n" }.joined()
        }
        guard !text.isEmpty else { return }
        pending.withLock { $0.isSending = true }
        target.send(text) { pending.withLock { $0.progress += 1 } }
        pending.withLock { $0.isSending = false }
    }
}
