import Caching
import Foundation
package import Model
import Monitoring
package import Planning
import Scheduling
import Store

/// The level-triggered loop: observe, plan, act, assess; until it is stopped or, with `once`, until nothing is left to do.
///
/// It owns the observation; reconcilers and observers hand it changes, and every pass plans from the whole again, so a
/// lost wake-up or a failed action costs a delay, never a wrong end.
package actor Controller {
    /// An object with something to do, and no place to do it in yet.
    private struct Backlog {
        let object: ObjectIdentity
        let lane: WorkQueue.Lane
        let actions: [PlannedAction]
        let context: ReconcileContext
    }

    private static let pauseAfterFailure = Duration.seconds(1)
    private static let triesOfAPass = 10
    /// Seconds within which the end of a new instance is a failure to make it.
    static let earlyLoss: TimeInterval = 10
    /// Seconds that samples of metrics are kept.
    private static let sampleRetention: TimeInterval = 7 * 86_400

    let configuration: ControllerConfiguration
    let services: ControllerServices
    let driftWatch: DriftWatch
    private let recorder: RunRecorder
    /// One a source, in the order they were configured.
    let watchers: [SourceWatcher]
    /// Each starts the next look at its source at once.
    nonisolated let bells: [String: Wake]
    let observer: InstanceObserver
    private let wake: Wake
    private let reconcilers: [Kind: any Reconciler] = [
        .environment: EnvironmentReconciler(),
        .cloudResource: CloudResourceReconciler(),
        .testSuite: TestSuiteReconciler(),
        .alertRule: DeclarationReconciler(),
        .cachePolicy: DeclarationReconciler(),
    ]

    var observation = Observation()
    var providerLooks = ProviderLooks()
    /// Instances that were found and that the store does not know yet: a look that fails half-way leaves them to the next.
    var unwritten: Set<InstanceID> = []
    /// What the last look at each source found.
    var looks: [String: SourceWatcher.Look] = [:]
    /// Sources that are no longer configured, as they were last read.
    var orphans: [StoredSource] = []
    /// What was told of objects that two sources declare.
    var toldConflicts: Set<Diagnostic> = []
    /// The approval hash that was told last, by source.
    var toldHeld: [String: Digest] = [:]
    private(set) var plans: [SourcePlan] = []
    /// All of them as one.
    private var plan = Plan(hash: Digest(rawValue: ""), revision: nil, actions: [], unchanged: 0)
    private var statuses: [ObjectIdentity: ObjectStatus] = [:]
    var queue: WorkQueue
    var working: [ObjectIdentity: Task<Void, Never>] = [:]
    /// What the newest plan has ready and found no place for; each starts as soon as another ends.
    private var backlog: [Backlog] = []
    /// Objects that work ended on since this pass began: what was planned for them is from before.
    private var endedInPass: Set<ObjectIdentity> = []
    private var lastObserved: MonotonicInstant?
    /// Those who asked for a look at the instances that begins from now on, and wait for its end.
    var lookers: [CheckedContinuation<Void, any Error>] = []
    /// Those whom the looks under way answer, and how one of these failed.
    var answered: (lookers: [CheckedContinuation<Void, any Error>], failure: (any Error)?) = ([], nil)
    /// How many instances in a row ended soon after they were made.
    private var earlyLosses: [ObjectIdentity: Int] = [:]
    private lazy var passBegan = services.time.now()
    private var wasSettled = false
    private var failedPasses = 0
    private var lastSwept: MonotonicInstant?
    /// When time alone changes the plan.
    private var timedLook: Date?
    private(set) var isStopping = false
    /// Changes that wait for a sync window, as they were told.
    var toldWindows: [ObjectIdentity: PauseReason] = [:]
    /// How many looks at each source have begun, and which the one that `looks` holds is.
    var looksBegun: [String: Int] = [:]
    var looksEnded: [String: Int] = [:]
    /// What the last pass that ended took up of each source.
    private(set) var taken: [String: TakenLook] = [:]
    /// How many looks at the providers were asked for, and which of them were answered and taken up by a pass.
    var providerLooksAsked = 0
    var providerLooksAnswered = 0
    private(set) var providerLooksTaken = 0
    private(set) var passesBegun = 0
    private(set) var passesEnded = 0
    private(set) var lastConvergence: Convergence?

    package init(
        configuration: ControllerConfiguration, services: ControllerServices, watchers: [SourceWatcher],
        recorder: RunRecorder, wake: Wake
    ) {
        self.configuration = configuration
        self.services = services
        self.watchers = watchers
        bells = Dictionary(watchers.map { ($0.name, Wake(time: services.time)) }) { first, _ in first }
        self.recorder = recorder
        self.wake = wake
        driftWatch = DriftWatch(services: services)
        observer = InstanceObserver(services: services)
        queue = WorkQueue(limit: configuration.concurrency)
    }

    // MARK: What others ask

    /// The plans of all sources as one.
    package var currentPlan: Plan { plan }
    package var currentPlans: [SourcePlan] { plans }
    /// What lies behind the current plan, for people.
    package var planDetails: PlanDetails { Planner.details(of: plan, desired: desired, observed: observed) }
    package var observed: ObservedState { observation.state(at: services.clock.now()) }

    /// The objects with their newest status.
    package func objects() -> [ObservedObject] {
        observation.objects.values.sorted { $0.identity < $1.identity }
    }

    /// Starts the next pass at once.
    func ring() { wake.ring() }

    /// Asks the loop to end after the actions that are under way.
    package func stop() {
        isStopping = true
        wake.ring()
    }

    // MARK: The loop

    /// Runs until `stop()`, or with `once` until converged.
    package func run() async throws -> ExitStatus {
        let recording = Task { await recorder.run() }
        defer { recorder.finish() }
        defer { refuseLookers() }
        let status = try await loop()
        // What was recorded last is measured and kept as well.
        recorder.finish()
        await recording.value
        return status
    }

    private func loop() async throws -> ExitStatus {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for watcher in watchers { group.addTask { await self.poll(watcher) } }
            group.addTask { await self.services.dispatcher.run() }
            group.addTask { for await _ in await self.services.dispatcher.changes() { self.wake.ring() } }
            group.addTask { await self.services.monitor.run() }
            defer { group.cancelAll() }
            while true {
                guard let convergence = try await attemptPass() else {
                    await wake.wait(until: services.time.now().advanced(by: Self.pauseAfterFailure))
                    continue
                }
                if isStopping {
                    await finishWork()
                    await services.dispatcher.storedEnds()
                    // What ended since that pass counts for the exit status and the summary.
                    return try await attemptPass()?.exit ?? convergence.exit
                }
                if configuration.once, convergence.isSettled {
                    await finishWork()
                    return convergence.exit
                }
                await letWorkGoOn()
                await wake.wait(until: nextLook())
            }
        }
    }

    /// Takes up what an earlier controller left; to be called once, before workers or people are answered.
    package func restore() async throws {
        for object in try await services.store.objects() { observation.objects[object.identity] = object }
        for entry in try await services.store.unreadableObjects() {
            services.report(
                Event(
                    time: services.clock.now(), object: nil, severity: .warning, reason: .actionFailed,
                    message: "what was stored of \(entry.name) can't be read (\(entry.reason)) and is left out: "
                        + "it is applied anew if git declares it"))
        }
        for instance in try await services.store.instances() {
            observation.instances[instance.id] = instance
            observation.unconfirmed.insert(instance.id)
        }
        for record in try await services.store.suiteRecords() { observation.suites[record.key] = record }
        observation.losses = try await services.store.losses()
        observation.requests = try await services.store.runRequests()
        for mark in try await services.store.schedules() { observation.schedules[mark.suite] = mark }
        try await restorePruning()
        for suspension in try await services.store.suspensions() {
            observation.suspensions[suspension.object] = suspension
        }
        observation.plannedStops = try await services.store.plannedStops()
        try await restoreLifetimes()
        try await driftWatch.restore()
        try await services.monitor.restore()
        statuses = observation.objects.mapValues(\.status)
        try await restoreSources()
        try await services.registry.restore()
        try await services.dispatcher.restore()
    }

    /// One pass; nil when it failed and another is worth trying. A daemon outlives a full disk or a locked database,
    /// `--once` gives up after some tries, and a controller that is to stop does not try again.
    private func attemptPass() async throws -> Convergence? {
        do {
            let convergence = try await pass()
            failedPasses = 0
            return convergence
        } catch {
            failedPasses += 1
            if failedPasses == 1 {
                services.report(
                    Event(
                        time: services.clock.now(), object: nil, severity: .warning, reason: .actionFailed,
                        message: "this pass failed and is tried again: \(error)"))
            }
            if isStopping || configuration.once && failedPasses >= Self.triesOfAPass { throw error }
            return nil
        }
    }

    /// One round of observing, planning, acting and assessing.
    private func pass() async throws -> Convergence {
        passBegan = services.time.now()
        endedInPass = []
        passesBegun += 1
        let number = passesBegun
        try await observe()
        try await endSuspensions(at: services.clock.now())
        let read = looksEnded
        let seen = providerLooksAnswered
        let desired = desired
        // Of the same looks: one that ends while this pass is under way is the next pass's.
        let isFresh = watchers.allSatisfy { looks[$0.name]?.isFresh == true }
        tellConflicts(desired)
        try await takeRequests(desired)
        let observed = observation.state(at: services.clock.now())
        plans = Planner.plans(desired: desired, observed: observed)
        plan = Plan(merging: plans)
        tellWindows(plan)
        timedLook = desired.entries.compactMap { Planner.nextLook(desired: $0.desired, observed: observed) }.min()
        await publishCapacity(desired)
        await publishDeclarations(desired)
        // Before anything is carried out: a status remembers why a deletion is held when the commit that asked for it
        // also removed the reason.
        try await assess(desired, observed: observed)
        tellHeld(desired)
        act(on: desired)
        let busy =
            !queue.inFlight.isEmpty || !endedInPass.isEmpty || !observation.runs.allSatisfy(\.isStuck)
            || !services.providers.keys.allSatisfy(providerLooks.hasTried)
        let current = statuses.filter { observation.objects[$0.key] != nil }
        let convergence = Convergence(
            desired: desired.entries.map(\.desired), isFresh: isFresh, plan: plan, statuses: current, busy: busy,
            exhausted: queue.exhausted,
            hasReportedDrift: await driftWatch.open.contains { $0.finding.policy == .report })
        announce(convergence, of: current)
        try await markConverged(desired, statuses: current)
        lastConvergence = convergence
        passesEnded = number
        providerLooksTaken = seen
        for entry in desired.entries {
            taken[entry.source] = TakenLook(
                revision: entry.desired.set?.revision, isKnown: entry.desired.isKnown, look: read[entry.source] ?? 0)
        }
        return convergence
    }

    /// Notes of each source whether its newest commit was carried out, whatever becomes of the others.
    private func markConverged(_ desired: DesiredSources, statuses: [ObjectIdentity: ObjectStatus]) async throws {
        let busy = Set(queue.inFlight.map { plans.count > 1 ? owner(of: $0, desired) : plans.first?.source })
        for (watcher, planned) in zip(watchers, plans) {
            guard !busy.contains(planned.source), let state = desired[planned.source],
                ConvergedCommit.isReached(by: planned.plan, desired: state, statuses: statuses),
                let revision = planned.plan.revision
            else { continue }
            try await watcher.markConverged(revision, repository: state.set?.repository)
            try await endProtection(desired: state)
        }
    }

    /// The source that an object belongs to, or will once it is applied.
    private func owner(of object: ObjectIdentity, _ desired: DesiredSources) -> String? {
        observation.objects[object]?.source
            ?? desired.sets.first { set in set.objects.contains { $0.identity == object } }?.source
    }

    /// Looks at the providers when it is time, and always at what lives in this process.
    private func observe() async throws {
        let now = services.time.now()
        await takeLooks()
        let isAsked = !lookers.isEmpty && !providerLooks.isUnderWay
        if isAsked || lastObserved.map({ now - $0 >= configuration.observeInterval }) ?? true {
            lastObserved = now
            startLooks()
            try await services.registry.flush()
            try await sweep(now: now)
        }
        observation.served = await services.mocks.served()
        observation.runs = await services.dispatcher.activeRuns()
        observation.suites = Dictionary(
            try await services.store.suiteRecords().map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    }

    /// Tells once that nothing is left to do, each time after something was.
    private func announce(_ convergence: Convergence, of statuses: [ObjectIdentity: ObjectStatus]) {
        defer { wasSettled = convergence.isSettled }
        guard convergence.isSettled, !wasSettled else { return }
        let ready = statuses.values.filter(\.isReady).count
        let held = Set(plan.held.map(\.object)).count
        let heldText = (held > 0 ? ", \(held) held" : "") + pinText
        let seconds = configuration.sources.map(\.interval.components.seconds).min() ?? 0
        let what = configuration.sources.count == 1 ? "the source" : "a source"
        let next = configuration.once ? "" : "; next look at \(what) in \(seconds) s"
        services.report(
            Event(
                time: services.clock.now(), object: nil, reason: .succeeded,
                message: "settled: \(ready) of \(statuses.count) objects ready\(heldText)\(next)",
                revision: plan.revision?.description))
    }

    /// `, pinned at 4f2c91e by ana: …`; nothing where no source is pinned.
    private var pinText: String {
        sourceStatuses.compactMap(\.pin).map { ", source `\($0.source)` \($0)" }.joined()
    }

    /// Forgets what failed before, so that it is tried again at once; of one object, or with nil of all.
    func forgive(_ object: ObjectIdentity?) {
        queue.forgive(object)
        if let object { earlyLosses[object] = nil } else { earlyLosses = [:] }
    }

    /// Once an hour forgets what is too old to matter.
    private func sweep(now: MonotonicInstant) async throws {
        guard lastSwept.map({ now - $0 >= .seconds(3_600) }) ?? true else { return }
        lastSwept = now
        try await services.store.sweepSpentTokens(before: services.clock.now())
        try await services.store.sweepHistory(keepRuns: 1_000)
        try await services.store.sweepDrift()
        try await sweepPruning()
        if services.providers.keys.allSatisfy(providerLooks.hasSeen) {
            try await services.store.keepPlannedStops(of: Set(observation.instances.keys))
        }
        try await services.store.sweepSamples(
            before: services.clock.now().addingTimeInterval(-Self.sampleRetention), keep: 1_000_000)
    }

    /// An instance that exists ends the memory of a lost one with its ordinal.
    func forgetLoss(endedBy instance: ObservedInstance) async throws {
        let tags = instance.tags
        guard observation.losses.contains(where: { $0.object == tags.object && $0.ordinal == tags.ordinal }) else {
            return
        }
        try await services.store.forgetLosses(of: tags.object, ordinal: tags.ordinal)
        observation.forgetLosses(of: tags.object, ordinal: tags.ordinal)
    }

    /// An instance that ends soon after it was made is a failure of its object, so that it is not made again at once.
    func noteEarlyLoss(of instance: ObservedInstance) {
        let object = instance.tags.object
        guard services.clock.now().timeIntervalSince(instance.createdAt) < Self.earlyLoss else {
            earlyLosses[object] = nil
            return
        }
        earlyLosses[object, default: 0] += 1
        queue.fail(
            object, message: "instance \(instance.tags.ordinal) ended soon after it was made",
            now: services.time.now(), jitter: services.jitter(), atLeast: earlyLosses[object] ?? 1)
    }

    /// Tells the dispatcher what workers there will be and how much may run.
    private func publishCapacity(_ desired: DesiredSources) async {
        guard !desired.sets.isEmpty else { return }
        let objects = desired.sets.flatMap(\.objects)
        await services.dispatcher.setPools(Capacity.pools(of: objects))
        await services.dispatcher.setLimits(Capacity.limits(of: objects))
    }

    /// Starts work on every object that has something to do, is not being worked on and need not wait.
    private func act(on desired: DesiredSources) {
        backlog = []
        guard !isStopping, !desired.sets.isEmpty else { return }
        for planned in plans {
            guard let state = desired[planned.source], let set = state.set else { continue }
            act(
                on: planned.plan,
                in: ReconcileContext(
                    services: services, set: set, isKnown: state.isKnown, observation: observation,
                    specHash: Digests.specHash(of:), plan: planned.plan.hash))
        }
        queue.keepFailures(of: Set(plan.executable.map(\.object)))
    }

    private func act(on plan: Plan, in context: ReconcileContext) {
        let ready = plan.executable.filter { action in
            action.after.allSatisfy { isDone($0, for: action) } && isSeen(action, in: context)
        }
        let byObject = Dictionary(grouping: ready, by: \.object)
        let now = services.time.now()
        for object in byObject.keys.sorted() {
            guard let actions = byObject[object], !endedInPass.contains(object) else { continue }
            let lane = lane(of: object, in: context)
            if queue.mayStart(object, in: lane, now: now) {
                start(object, in: lane, actions, context)
            } else if queue.isFull(lane), queue.isIdle(object, now: now) {
                backlog.append(Backlog(object: object, lane: lane, actions: actions, context: context))
            }
        }
    }

    private func start(
        _ object: ObjectIdentity, in lane: WorkQueue.Lane, _ actions: [PlannedAction], _ context: ReconcileContext
    ) {
        queue.start(object, in: lane)
        providerLooks.noteWork(on: object)
        working[object] = Task { await self.work(on: object, actions, in: context) }
    }

    /// Gives the place that became free to the next object that waits for one.
    private func startNext() {
        guard !isStopping else { return }
        let now = services.time.now()
        var next = 0
        while next < backlog.count, queue.isFull(backlog[next].lane) { next += 1 }
        guard next < backlog.count else { return }
        let waiting = backlog.remove(at: next)
        guard isCurrent(waiting.context), queue.mayStart(waiting.object, in: waiting.lane, now: now) else { return }
        start(waiting.object, in: waiting.lane, waiting.actions, waiting.context)
    }

    /// While objects wait for a place, passes leave as much time to the work as they take.
    private func letWorkGoOn() async {
        guard !backlog.isEmpty else { return }
        let now = services.time.now()
        try? await services.time.sleep(now.advanced(by: max(.milliseconds(20), now - passBegan)))
    }

    /// Whether what an action comes after is Ready, or for deletions gone.
    private func isDone(_ object: ObjectIdentity, for action: PlannedAction) -> Bool {
        switch action.operation {
        case .deleteObject, .deleteInstance, .releaseInstance: observation.objects[object] == nil
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .stopMocks, .stopInstance:
            false
        }
    }

    private func work(on object: ObjectIdentity, _ actions: [PlannedAction], in context: ReconcileContext) async {
        do {
            guard let reconciler = reconcilers[object.kind] else { return }
            for action in actions {
                // The safe point between actions: a newer look at git may want something else.
                guard !isStopping, isCurrent(context) else { break }
                // Before it happens: a look may see what it makes before its answer is here.
                await noteCorrection(action)
                for change in try await reconciler.carryOut(action, in: context) { apply(change) }
            }
            queue.succeed(object)
        } catch {
            queue.fail(object, message: "\(error)", now: services.time.now(), jitter: services.jitter())
            context.tell(object, .actionFailed, "\(error)", severity: .warning)
        }
        working[object] = nil
        endedInPass.insert(object)
        // What was planned for it is from before.
        backlog.removeAll { $0.object == object }
        startNext()
        wake.ring()
    }

    /// Whether git still wants what a plan was made for.
    private func isCurrent(_ context: ReconcileContext) -> Bool {
        guard let state = looks[context.set.source]?.desired, let set = state.set else { return false }
        return set.revision == context.set.revision && state.isKnown == context.isKnown
    }

    private func apply(_ change: Change) {
        switch change {
        case .applied(let object): observation.objects[object.identity] = object
        case .forgotten(let identity):
            observation.objects[identity] = nil
            observation.lifetimes[identity] = nil
            statuses[identity] = nil
        case .created(let instance):
            providerLooks.noteChange(of: instance.id)
            observation.instances[instance.id] = instance
            observation.unconfirmed.remove(instance.id)
            observation.forgetLosses(of: instance.tags.object, ordinal: instance.tags.ordinal)
        case .lossesForgotten(let identity): observation.forgetLosses(of: identity)
        case .scheduled(let suite, let mark): observation.schedules[suite] = mark
        case .ended(let id):
            providerLooks.noteChange(of: id)
            observation.instances[id] = nil
            observation.unconfirmed.remove(id)
        case .pruned(let record): observation.prunes[record.subject] = record
        case .lived(let identity, let lifetime): observation.lifetimes[identity] = lifetime
        case .stopped(let id, true): observation.plannedStops.insert(id)
        case .stopped(let id, false): observation.plannedStops.remove(id)
        }
    }

    /// Computes every status, stores those that changed and reports what became Ready or ceased to be.
    private func assess(_ desired: DesiredSources, observed: ObservedState) async throws {
        let context = AssessmentContext(
            workers: await services.registry.all(), busy: await services.dispatcher.busyWorkers(),
            failures: queue.failures.mapValues(\.message), alerts: await alertViews(),
            caches: await services.caches.statistics(), openDrift: await driftWatch.open)
        let assessed = StatusAssessor.statuses(desired: desired, observed: observed, plans: plans, context: context)
        let changed = assessed.filter { statuses[$0.key] != $0.value && observation.objects[$0.key] != nil }
        guard !changed.isEmpty else { return }
        // Memory follows the store: what could not be written is written by the next pass.
        try await services.store.saveStatuses(changed)
        for (identity, status) in changed.sorted(by: { $0.key < $1.key }) {
            StatusNews(
                identity, before: statuses[identity], after: status, at: services.clock.now(),
                on: observation.objects[identity].flatMap { desired[$0.source]?.set?.revision }
            )
            .events.forEach(services.report)
            statuses[identity] = status
            if let object = observation.objects[identity] { observation.objects[identity] = object.with(status) }
        }
    }

    /// Takes a status that was stored beside an assessment.
    func noteStatus(_ status: ObjectStatus, of identity: ObjectIdentity) {
        statuses[identity] = status
        ring()
    }

    /// When to look again if nothing rings.
    private func nextLook() -> MonotonicInstant {
        let now = services.time.now()
        let observe = (lastObserved ?? now).advanced(by: configuration.observeInterval)
        let timed = timedLook.map { now.advanced(by: .seconds($0.timeIntervalSince(services.clock.now()))) }
        let wait = [observe, queue.nextRetry(after: now), timed].compactMap(\.self).min() ?? observe
        return max(wait, now.advanced(by: .milliseconds(20)))
    }

    private func finishWork() async {
        for task in Array(working.values) { await task.value }
        try? await services.registry.flush()
        await driftWatch.flush()
    }
}
