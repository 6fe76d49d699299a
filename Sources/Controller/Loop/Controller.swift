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
    private static let pauseAfterFailure = Duration.seconds(1)
    private static let triesOfAPass = 10
    let configuration: ControllerConfiguration
    let services: ControllerServices
    let driftWatch: DriftWatch
    let inquirer: ChangeInquirer
    private let recorder: RunRecorder
    /// One a source, in the order they were configured.
    let watchers: [SourceWatcher]
    /// Each starts the next look at its source at once.
    nonisolated let bells: [String: Wake]
    let observer: InstanceObserver
    let wake: Wake
    let reconcilers: [Kind: any Reconciler] = [
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
    var plan = Plan(hash: Digest(rawValue: ""), revision: nil, actions: [], unchanged: 0)
    var statuses: [ObjectIdentity: ObjectStatus] = [:]
    var queue: WorkQueue
    var working: [ObjectIdentity: Task<Void, Never>] = [:]
    /// What the newest plan has ready and found no place for; each starts as soon as another ends.
    var backlog: [Backlog] = []
    /// Objects that work ended on since this pass began: what was planned for them is from before.
    var endedInPass: Set<ObjectIdentity> = []
    var lastObserved: MonotonicInstant?
    /// Where the clouds were told to look.
    var places: [ProviderName: Set<CloudPlace>] = [:]
    /// When each cloud last showed all of its places.
    var lastSights: [ProviderName: Date] = [:]
    /// Those who asked for a look at the instances that begins from now on, and wait for its end.
    var lookers: [CheckedContinuation<Void, any Error>] = []
    /// Those whom the looks under way answer, and how one of these failed.
    var answered: (lookers: [CheckedContinuation<Void, any Error>], failure: (any Error)?) = ([], nil)
    /// How many instances in a row ended soon after they were made.
    var earlyLosses: [ObjectIdentity: Int] = [:]
    lazy var passBegan = services.time.now()
    var wasSettled = false
    private var failedPasses = 0
    var lastSwept: MonotonicInstant?
    /// How often people have kept something from happening: what was planned before is planned anew.
    private(set) var vetoes = 0
    /// Of these, those that the newest plans have taken up.
    private(set) var vetoesPlanned = 0
    /// When time alone changes the plan.
    private var timedLook: Date?
    private(set) var isStopping = false
    /// What `once` waits for before it ends.
    var lastUploads: Task<Void, Never>?
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
        inquirer = ChangeInquirer(services: services, driftWatch: driftWatch)
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

    /// Keeps what is planned from going on before it is planned again: somebody set an object aside or prolonged it.
    func veto() { vetoes += 1 }

    /// Asks the loop to end after the actions that are under way.
    package func stop() {
        isStopping = true
        lastUploads?.cancel()
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
            if let uploader = services.uploader { group.addTask { await uploader.run() } }
            group.addTask { await self.services.cloudMetrics?.run() }
            group.addTask { await self.inquirer.run() }
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
        for object in try await services.store.objects() {
            observation.objects[object.identity] = object
            // What an earlier controller had no time for any more.
            if object.identity.kind == .environment { await services.uploader?.settle(object.declared) }
        }
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
        vetoesPlanned = vetoes
        plans = Planner.plans(desired: desired, observed: observed)
        plan = Plan(merging: plans)
        tellWindows(plan)
        timedLook = desired.entries.compactMap { Planner.nextLook(desired: $0.desired, observed: observed) }.min()
        await publishCapacity(desired)
        await publishDeclarations(desired)
        // Before rules are assessed: what was read by then is what they are assessed by.
        let awaitsMetrics = await awaitsCloudMetrics()
        // Before anything is carried out: a status remembers why a deletion is held when the commit that asked for it
        // also removed the reason.
        try await assess(desired, observed: observed)
        tellHeld(desired)
        await publishPlaces(desired)
        act(on: desired)
        let busy =
            !queue.inFlight.isEmpty || !endedInPass.isEmpty || !observation.runs.allSatisfy(\.isStuck) || awaitsMetrics
            || !services.providers.keys.allSatisfy(providerLooks.hasTried) || !recorder.isCaughtUp
        let current = statuses.filter { observation.objects[$0.key] != nil }
        let convergence = Convergence(
            desired: desired.entries.map(\.desired), isFresh: isFresh, plan: plan, statuses: current, busy: busy,
            exhausted: queue.exhausted.union(lastinglyBlind),
            hasReportedDrift: await isDriftReported(desired, observed))
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
            await publishPlaces(desired)
            startLooks()
            try await services.registry.flush()
            try await sweep(now: now)
        }
        observation.served = await services.mocks.served()
        observation.runs = await services.dispatcher.activeRuns()
        observation.suites = Dictionary(
            try await services.store.suiteRecords().map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    }

    /// Tells the dispatcher what workers there will be and how much may run.
    private func publishCapacity(_ desired: DesiredSources) async {
        guard !desired.sets.isEmpty else { return }
        let objects = desired.sets.flatMap(\.objects)
        await services.dispatcher.setPools(Capacity.pools(of: objects))
        await services.dispatcher.setLimits(Capacity.limits(of: objects))
    }

    /// Computes every status, stores those that changed and reports what became Ready or ceased to be.
    private func assess(_ desired: DesiredSources, observed: ObservedState) async throws {
        let context = AssessmentContext(
            workers: await services.registry.all(), busy: await services.dispatcher.busyWorkers(),
            failures: unseen.merging(queue.failures.mapValues(\.message)) { $1 },
            alerts: await alertViews(),
            caches: await services.caches.statistics(), openDrift: await driftWatch.open,
            artifacts: await services.uploader?.waitingArtifacts() ?? [:])
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
        if configuration.once { await bringLastArtifacts() }
        // No look comes after this one that could tell what became of what was open.
        if configuration.once {
            try? await driftWatch.take(desired: desired, observed: observation.state(at: services.clock.now()))
        }
        await driftWatch.flush()
    }
}
