import Model
import Store
import Planning

/// Carrying out plans: work on many objects at once, one action of an object after the other.
extension Controller {
    /// An object with something to do, and no place to do it in yet.
    struct Backlog {
        let object: ObjectIdentity
        let lane: WorkQueue.Lane
        let actions: [PlannedAction]
        let context: ReconcileContext
    }

    /// Starts work on every object that has something to do, is not being worked on and need not wait.
    func act(on desired: DesiredSources) {
        backlog = []
        guard !isStopping, !desired.sets.isEmpty else { return }
        for planned in plans {
            guard let state = desired[planned.source], let set = state.set else { continue }
            act(
                on: planned.plan,
                in: ReconcileContext(
                    services: services, set: set, isKnown: state.isKnown, observation: observation,
                    specHash: Digests.specHash(of:), plan: planned.plan.hash, vetoes: vetoesPlanned))
        }
        queue.keepFailures(of: Set(plan.executable.map(\.object)))
    }

    private func act(on plan: Plan, in context: ReconcileContext) {
        guard isCurrent(context) else { return }
        let blind = blind
        let ready = plan.executable.filter { action in
            action.after.allSatisfy { isDone($0, for: action) } && isSeen(action, in: context, blind: blind)
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

    /// While objects wait for a place, passes leave three times as long to the work as they take: the actor that plans
    /// is the one that work goes on in.
    func letWorkGoOn() async {
        guard !backlog.isEmpty else { return }
        let now = services.time.now()
        try? await services.time.sleep(now.advanced(by: max(.milliseconds(20), (now - passBegan) * 3)))
    }

    /// Whether what an action comes after is Ready, or for deletions gone.
    private func isDone(_ object: ObjectIdentity, for action: PlannedAction) -> Bool {
        switch action.operation {
        case .deleteObject, .deleteInstance, .releaseInstance: observation.objects[object] == nil
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .stopMocks, .stopInstance, .correctInstance:
            false
        }
    }

    private func work(on object: ObjectIdentity, _ actions: [PlannedAction], in context: ReconcileContext) async {
        do {
            guard let reconciler = reconcilers[object.kind] else { return }
            for action in actions {
                // The safe point between actions: a newer look at git, or a person, may want something else.
                guard !isStopping, isCurrent(context) else { break }
                // Before it happens: a look may see what it makes before its answer is here.
                await noteCorrection(action)
                // A look meanwhile finds it stopped, which is nobody else's doing.
                let retyped = action.operation.retypedInstance
                if let retyped { observation.plannedStops.insert(retyped) }
                for change in try await reconciler.carryOut(action, in: context) { apply(change) }
                if let retyped { observation.plannedStops.remove(retyped) }
            }
            queue.succeed(object)
        } catch {
            // What was to be stopped for a moment may be stopped still.
            if let stops = try? await services.store.plannedStops() { observation.plannedStops = stops }
            let message = Self.message(of: error, declared: context.declared(object))
            queue.fail(object, message: message, now: services.time.now(), jitter: services.jitter())
            context.tell(object, .actionFailed, message, severity: .warning)
        }
        working[object] = nil
        endedInPass.insert(object)
        // What was planned for it is from before.
        backlog.removeAll { $0.object == object }
        startNext()
        wake.ring()
    }

    /// With the place of the field that is to blame, where one is.
    private static func message(of error: any Error, declared: DeclaredObject?) -> String {
        guard let error = error as? any FieldError, let declared else { return "\(error)" }
        let place = declared.fieldLocations[error.field] ?? declared.location
        return "\(place): \(error.field): \(error)"
    }

    /// Whether git still wants what a plan was made for, and nobody has kept anything of it from happening since.
    private func isCurrent(_ context: ReconcileContext) -> Bool {
        guard context.vetoes == vetoes else { return false }
        guard let state = looks[context.set.source]?.desired, let set = state.set else { return false }
        return set.revision == context.set.revision && state.isKnown == context.isKnown
    }

    private func apply(_ change: Change) {
        switch change {
        case .applied(let object):
            observation.objects[object.identity] = object
        case .forgotten(let identity):
            observation.objects[identity] = nil
            observation.lifetimes[identity] = nil
            statuses[identity] = nil
        case .created(let instance):
            providerLooks.noteChange(of: instance.id)
            if let lateness = services.providers[instance.provider]?.terms.consistency, lateness > .zero {
                providerLooks.noteSettling(of: instance.id, until: services.time.now().advanced(by: lateness))
            }
            observation.instances[instance.id] = instance
            // What was pending as it was made may run by now: only a look can say.
            if instance.state == .pending {
                observation.unconfirmed.insert(instance.id)
            } else {
                observation.unconfirmed.remove(instance.id)
            }
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
}

extension PlanOperation {
    /// An instance that is stopped and started again for its type to be put back.
    fileprivate var retypedInstance: InstanceID? {
        guard case .correctInstance(let id, let fields) = self, fields.contains(.instanceType) else { return nil }
        return id
    }
}
