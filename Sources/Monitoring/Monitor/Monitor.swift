package import Foundation
package import Model
package import Store

/// Keeps samples and watches alert rules over them.
///
/// Rules are evaluated in memory, from the samples of their windows; the store is asked only when a rule is set. What
/// is to be stored is written by one task at a time, and goes on when the caller is cancelled.
package actor Monitor: MetricSink {
    /// How many samples a rule keeps, and how many wait for the store, at most.
    static let sampleLimit = 100_000
    /// The shortest time between ticks, however many samples come and go.
    private static let shortestPause = Duration.milliseconds(100)

    /// The longest time between ticks, since the clock may be set forward meanwhile.
    private let longestPause: Duration
    let store: Store
    let clock: any WallClock
    private let time: MonotonicTime
    let report: @Sendable (Event) -> Void
    let changed: @Sendable () -> Void

    /// What `setRules` was last called with; nil before the first time.
    private var wanted: [WatchedRule]?
    var watches: [ObjectIdentity: RuleWatch] = [:]
    var rulesOfMetric: [String: [ObjectIdentity]] = [:]
    /// Records from before a restart, until the first rules are set.
    var remembered: [ObjectIdentity: AlertRecord] = [:]
    /// Samples that came while windows are being filled from the store; nil at all other times.
    var held: [MetricSample]?

    /// Samples that are not yet in `history.db`.
    var unwritten: [MetricSample] = []
    /// Rules whose records may differ from what is stored.
    var unsaved: Set<ObjectIdentity> = []
    /// What `control.db` holds, values aside.
    var saved: [ObjectIdentity: AlertRecord] = [:]
    /// The uses of the store that fail at present; each was reported.
    var failing: Set<StoreUse> = []
    /// The last of the tasks that use the store one after another.
    var lastTurn: Task<Void, Never>?
    /// The next save, as long as it has not begun.
    var nextSave: Task<Void, Never>?

    /// The sleep of `run()`, which news cut short.
    private var sleep: Task<Void, Never>?
    var isSleeping: Bool { sleep.map { !$0.isCancelled } ?? false }
    /// Whether something came since `run()` last slept.
    private var hasNews = false

    /// - Parameters:
    ///   - report: told of every rule that becomes pending, firing or resolved, and of a store that fails.
    ///   - changed: called when a record's state or value has changed.
    package init(
        store: Store, clock: any WallClock, time: MonotonicTime = .system,
        report: @escaping @Sendable (Event) -> Void, changed: @escaping @Sendable () -> Void
    ) {
        self.init(
            store: store, clock: clock, time: time, longestPause: .seconds(5), report: report, changed: changed)
    }

    init(
        store: Store, clock: any WallClock, time: MonotonicTime = .system, longestPause: Duration,
        report: @escaping @Sendable (Event) -> Void, changed: @escaping @Sendable () -> Void
    ) {
        self.time = time
        self.longestPause = longestPause
        self.store = store
        self.clock = clock
        self.report = report
        self.changed = changed
    }

    /// Takes up where an earlier controller left the rules; to be called once, before rules are set.
    package func restore() async throws {
        for record in try await store.alerts() {
            remembered[record.rule] = record
            saved[record.rule] = record.withoutValue
        }
    }

    /// Watches these rules and no others: a rule that is not among them is forgotten, with its record.
    ///
    /// A rule whose spec changed starts over. Costs nothing while the rules are the same.
    package func setRules(_ rules: [WatchedRule]) async {
        guard rules != wanted else { return }
        wanted = rules
        await inTurn { await self.adopt(rules) }.value
        await save()
        wake()
    }

    /// Stores samples and evaluates the rules that see them; returns when both is done.
    package func record(_ samples: [MetricSample]) async {
        let finite = samples.filter(\.value.isFinite)
        guard !finite.isEmpty else { return }
        if held == nil { take(finite) } else { held?.append(finite, keeping: Self.sampleLimit) }
        await save()
    }

    /// Evaluates all rules.
    package func tick() async {
        evaluate(Array(watches.keys))
        await save()
    }

    /// Where each rule stands.
    package func records() -> [ObjectIdentity: AlertRecord] { watches.mapValues(\.record) }

    /// When time alone may change a record; nil when only samples can.
    package func nextDeadline() -> Date? { watches.values.compactMap(\.deadline).min() }

    /// Evaluates the rules whenever time may have changed one, until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await tick()
            try? await time.sleep(time.now().advanced(by: Self.shortestPause))
            await rest()
        }
    }

    /// Lets `run()` look again at what it waits for.
    func wake() {
        hasNews = true
        sleep?.cancel()
    }

    /// Sleeps until the next deadline, or until there is news.
    private func rest() async {
        defer { hasNews = false }
        let remaining = nextDeadline().map { Duration.seconds($0.timeIntervalSince(clock.now())) }
        let length = min(remaining ?? longestPause, longestPause)
        guard !hasNews, length > .zero else { return }
        let sleep = Task { _ = try? await time.sleep(time.now().advanced(by: length)) }
        self.sleep = sleep
        await withTaskCancellationHandler {
            await sleep.value
        } onCancel: {
            sleep.cancel()
        }
        self.sleep = nil
    }
}
