import Foundation
package import Model
package import Store

/// Asks clouds once a minute for what rules watch, all rules together, and records each value once.
package actor CloudMetricPoller {
    /// Clouds have a new value of most metrics each minute at most.
    private static let interval = Duration.seconds(60)
    /// Between looks, however often what is asked for changes.
    private static let shortestPause = Duration.seconds(2)
    /// How many stored samples of a metric are looked at for those that were recorded before a restart.
    private static let storedLimit = 100_000

    private let source: any MetricSource
    private let monitor: Monitor
    private let store: Store
    private let clock: any WallClock
    private let time: MonotonicTime
    private let report: @Sendable (Event) -> Void
    private let changed: @Sendable () -> Void

    private var asked: Question?
    private var wishes: [MetricWish] = []
    private var memories: [Key: SeriesMemory] = [:]
    private var state = MetricFaults()
    /// Where the last look asked for rules' metrics, answered or not.
    private var looked: Set<MetricFaults.Key> = []
    private var sleep: Task<Void, Never>?
    private var hasNews = false

    /// What the wishes were made of.
    private struct Question: Hashable {
        let rules: [WatchedRule]
        let places: [ProviderName: [CloudPlace]]
        let targets: [MetricTarget]
    }

    /// What tells the samples of one series from those of others.
    private struct Key: Hashable {
        let metric: String
        let tags: [String: String]

        init(_ wish: MetricWish) { (metric, tags) = (wish.metric, wish.tags) }
    }

    /// - Parameters:
    ///   - report: told of a rule that can't be answered, once.
    ///   - changed: called when `faults()` has changed.
    package init(
        source: any MetricSource, monitor: Monitor, store: Store, clock: any WallClock, time: MonotonicTime = .system,
        report: @escaping @Sendable (Event) -> Void, changed: @escaping @Sendable () -> Void
    ) {
        self.source = source
        self.monitor = monitor
        self.store = store
        self.clock = clock
        self.time = time
        self.report = report
        self.changed = changed
    }

    /// What is in force now; costs nothing while it is the same.
    package func watch(rules: [WatchedRule], places: [ProviderName: [CloudPlace]], targets: [MetricTarget]) {
        let question = Question(rules: rules, places: places, targets: targets)
        guard question != asked else { return }
        asked = question
        let (known, before) = (Set(wishes.map(Field.init)), Set(wishes.flatMap(Self.keys)))
        wishes = CloudMetricPlan.wishes(rules: rules, places: places, targets: targets)
        // One more instance has no values yet and waits for the next look; one more rule does not.
        if Set(wishes.map(Field.init)) != known || !before.isSuperset(of: wishes.flatMap(Self.keys)) {
            hasNews = true
            sleep?.cancel()
        }
    }

    /// Whether some rule's metric is still to be asked for for the first time somewhere.
    package func awaitsFirstLook() -> Bool { !wishes.allSatisfy { looked.isSuperset(of: Self.keys($0)) } }

    /// Why rules are not answered, by rule.
    package func faults() -> [ObjectIdentity: String] { state.texts }

    /// Looks once a minute, until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            hasNews = false
            await poll()
            try? await time.sleep(time.now().advanced(by: Self.shortestPause))
            await rest()
        }
    }

    /// One look.
    func poll() async {
        let wishes = wishes
        let now = clock.now()
        await remember(wishes, at: now)
        var requests: [MetricRequest: [MetricWish]] = [:]
        for wish in wishes {
            guard let range = memories[Key(wish)]?.range(at: now), range.since < range.until else { continue }
            let request = MetricRequest(
                place: wish.place, series: wish.series, since: range.since, until: range.until)
            requests[request, default: []].append(wish)
        }
        let survey = requests.isEmpty ? MetricSurvey() : await source.read(Array(requests.keys))
        guard !Task.isCancelled else { return }
        var samples: [MetricSample] = []
        for (request, wishes) in requests {
            for wish in wishes {
                let key = Key(wish)
                for point in survey.points[request] ?? [] where memories[key]?.take(point.start) == true {
                    samples.append(
                        MetricSample(
                            metric: wish.metric, tags: wish.tags, value: point.value,
                            time: SeriesMemory.time(ofPeriodFrom: point.start, wish.series)))
                }
                if survey.faults[request] == nil { memories[key]?.cover(until: request.until, at: now) }
            }
        }
        await monitor.record(samples)
        tell(survey.faults, requests, wishes, at: now)
        let wasAwaited = awaitsFirstLook()
        looked = Set(wishes.flatMap(Self.keys))
        if wasAwaited, !awaitsFirstLook() { changed() }
    }

    /// Prepares the memory of series that are new or wanted from further back than before.
    private func remember(_ wishes: [MetricWish], at now: Date) async {
        let keys = Set(wishes.map(Key.init))
        memories = memories.filter { keys.contains($0.key) }
        let fresh = wishes.filter { wish in
            memories[Key(wish)].map { $0.lookback < wish.lookback.seconds } ?? true
        }
        var stored: [Field: [[String: String]: [Date]]] = [:]
        for wish in fresh {
            let field = Field(wish)
            if stored[field] == nil {
                let reach = wish.lookback.seconds + 2 * wish.series.period.seconds
                stored[field] = await recorded(field, since: now.addingTimeInterval(-reach))
            }
            let starts = (stored[field]?[wish.tags] ?? []).map { SeriesMemory.start(ofSampleAt: $0, wish.series) }
            memories[Key(wish)] = SeriesMemory(wish.series, lookback: wish.lookback, recorded: starts)
        }
    }

    /// All instances of a place together.
    private struct Field: Hashable {
        let metric: String
        let tags: [String: String]
        let lookback: TimeSpan

        init(_ wish: MetricWish) {
            metric = wish.metric
            tags = wish.tags.filter { $0.key != "resource" && $0.key != "instance" }
            lookback = wish.lookback
        }
    }

    private func recorded(_ field: Field, since: Date) async -> [[String: String]: [Date]] {
        // Where the store can't be read, the monitor tells, and its windows hold nothing from before either.
        let samples =
            (try? await store.samples(
                metric: field.metric, tags: field.tags, since: since, until: .distantFuture, limit: Self.storedLimit))
            ?? []
        return Dictionary(grouping: samples, by: \.tags).mapValues { $0.map(\.time) }
    }

    private func tell(
        _ faults: [MetricRequest: String], _ requests: [MetricRequest: [MetricWish]], _ wishes: [MetricWish],
        at now: Date
    ) {
        var found: [MetricFaults.Key: String] = [:]
        for (request, reason) in faults {
            for key in (requests[request] ?? []).flatMap(Self.keys) { found[key] = min(found[key] ?? reason, reason) }
        }
        let before = state.texts
        for event in state.take(found, asked: Set(wishes.flatMap(Self.keys)), at: now) { report(event) }
        if state.texts != before { changed() }
    }

    private static func keys(_ wish: MetricWish) -> [MetricFaults.Key] {
        wish.rules.map { MetricFaults.Key(rule: $0, environment: wish.place.environment, region: wish.place.region) }
    }

    /// Sleeps until the next look, or until there is news.
    private func rest() async {
        guard !hasNews else { return }
        let sleep = Task { _ = try? await time.sleep(time.now().advanced(by: Self.interval)) }
        self.sleep = sleep
        await withTaskCancellationHandler {
            await sleep.value
        } onCancel: {
            sleep.cancel()
        }
        self.sleep = nil
    }
}
