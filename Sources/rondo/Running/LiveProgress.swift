import Controller
import Foundation
import Model
import Reports
import Synchronization
import UnixSignals

/// What the live view asks of whoever knows.
protocol ProgressSource: Sendable {
    func look() async -> ProgressLook
    /// The counts of the last run of each suite in each environment, and the names of the flaky tests among them.
    func totals() async -> (counts: OutcomeCounts, flaky: [String])
}

/// What a look at the controller finds.
struct ProgressLook: Sendable {
    var revision: Revision?
    var problem: String?
    /// Sources that people keep at one commit.
    var pins: [SourcePin] = []
    var planned = PlannedCounts()
    var objects: [ObjectProgress] = []
    var runs: [ActiveRun] = []
}

/// The live view of a controller: a block of what is, and above it the lines of what a person wants to find later.
///
/// It looks at the controller when an event came, four times a second while work goes on, and else not at all.
actor LiveProgress {
    private static let fewestPause = Duration.milliseconds(100)
    private static let mostPause = Duration.milliseconds(250)
    private static let idle = Duration.seconds(86_400)

    private let writer: OutputWriter
    private let style: Style
    private let clock: any WallClock
    private nonisolated let arrived = Mutex<[Event]>([])
    private nonisolated let bell = Wake()
    private let setting: Setting
    private var api: String?
    private var tracker: ProgressTracker
    private var source: (any ProgressSource)?
    /// When somebody asked it to stop.
    private var stopped: Date?
    /// Whether the last line above the block is the heading that the block belongs to.
    private var isBelowHeading = true
    private var watching: Task<Void, Never>?
    private var returning: Task<Void, Never>?

    /// What does not change while it runs.
    struct Setting: Sendable {
        /// The source as it is shown.
        let source: String
        let interval: TimeSpan
        /// With `--once` the summary tells how it ended.
        let once: Bool
    }

    init(writer: OutputWriter, style: Style, setting: Setting, clock: any WallClock) {
        self.writer = writer
        self.style = style
        self.setting = setting
        self.clock = clock
        tracker = ProgressTracker(began: clock.now())
    }

    /// Takes an event, in order, without waiting for anything.
    nonisolated func show(_ event: Event) {
        arrived.withLock { $0.append(event) }
        bell.ring()
    }

    /// - Parameter api: Where the API answers.
    func watch(_ source: any ProgressSource, api: String) {
        self.source = source
        self.api = api
        watching = Task { await keepLooking() }
        returning = Task { await redrawOnReturn() }
    }

    func stopping() {
        stopped = stopped ?? clock.now()
        bell.ring()
    }

    /// Leaves the last picture on the screen, as lines like any other.
    func end() async {
        returning?.cancel()
        watching?.cancel()
        bell.ring()
        await watching?.value
        guard let snapshot = await picture(.ended) else { return }
        writer.show(nil)
        let size = writer.size
        let lines = ProgressFrame.lines(
            of: snapshot, width: size.columns - 1, height: Self.room(size), style: style)
        if !lines.isEmpty { writer.print((gap + lines).joined(separator: "\n")) }
    }

    private func keepLooking() async {
        while !Task.isCancelled {
            if let snapshot = await picture() { show(snapshot) }
            try? await Task.sleep(for: Self.fewestPause)
            let rest = tracker.isSettled && stopped == nil ? Self.idle : Self.mostPause - Self.fewestPause
            await bell.wait(until: .now.advanced(by: rest))
        }
    }

    /// After ctrl-z and `fg` the shell has written where the block was.
    private func redrawOnReturn() async {
        for await _ in await UnixSignalsSequence(trapping: .sigcont) { writer.moved() }
    }

    /// Tells the events that came and then says how everything is.
    private func picture(_ phase: ProgressSnapshot.Phase? = nil) async -> ProgressSnapshot? {
        guard let source else { return nil }
        let events = arrived.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for event in events { await tell(event, source) }
        let look = await source.look()
        let now = clock.now()
        tracker.look(objects: look.objects, runs: look.runs, planned: look.planned, at: now)
        return ProgressSnapshot(
            source: setting.source, revision: look.revision, problem: look.problem, pins: look.pins,
            planned: tracker.planned,
            objects: look.objects, runs: look.runs, retried: tracker.retried,
            phase: phase ?? (stopped != nil ? .stopping : tracker.isSettled ? .settled : .working),
            elapsed: TimeSpan(milliseconds: Int64(max(0, now.timeIntervalSince(stopped ?? tracker.began)) * 1_000)),
            now: now,
            api: api, interval: setting.interval)
    }

    private func tell(_ event: Event, _ source: any ProgressSource) async {
        if let took = tracker.take(event), !setting.once {
            let (counts, flaky) = await source.totals()
            let objects = await source.look().objects
            writer.print(ConvergedLine.settled(objects, took: took, counts: counts, flaky: flaky, style: style))
            isBelowHeading = false
        } else if event.isLasting {
            writer.print(EventLine.terminal(event, style: style), isRoutine: event.severity == .normal)
            isBelowHeading = event.reason == .newRevision
        }
    }

    private func show(_ snapshot: ProgressSnapshot) {
        let style = style
        let gap = gap
        writer.show { size in
            let lines = ProgressFrame.lines(
                of: snapshot, width: size.columns - 1, height: Self.room(size) - gap.count, style: style)
            return lines.isEmpty ? [] : gap + lines
        }
    }

    /// What happened is set off from what is.
    private var gap: [String] { isBelowHeading ? [] : [""] }

    /// The cursor's line below the block stays free, and on a tall terminal some of what happened stays in sight.
    private static func room(_ size: TerminalSize) -> Int { size.rows - 1 - min(4, size.rows / 6) }
}
