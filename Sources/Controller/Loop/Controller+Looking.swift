import Foundation
import Model
import Store

/// Looking at the providers' instances, beside the passes.
extension Controller {
    /// Begins a look at each provider whose last one was taken.
    func startLooks() {
        // A look that is under way may be older than the question.
        if !providerLooks.isUnderWay {
            answered = (lookers, nil)
            lookers = []
        }
        for (name, provider) in services.providers where providerLooks.begin(name, working: working.keys) {
            Task {
                do {
                    let survey = try await provider.survey(installation: services.installation)
                    let checked = await AccountCheck(instances: observation.instances).adding(
                        to: survey, of: provider)
                    providerLooks.finish(name, .success(checked))
                } catch {
                    providerLooks.finish(name, .failure(error))
                }
                ring()
            }
        }
    }

    /// Tells the clouds where there may be instances, before a look and before anything is made.
    func publishPlaces(_ desired: DesiredSources) async {
        let clouds = services.providers.filter { $0.key != .local }
        guard !clouds.isEmpty else { return }
        let declared = desired.sets.flatMap { set in set.objects.filter { set.refusals?[$0.identity] == nil } }
        let applied = observation.objects.values.map(\.declared).sorted { $0.identity < $1.identity }
        for (name, provider) in clouds {
            let found = CloudPlaces.all(
                of: name, declared: declared, applied: applied, instances: observation.instances.values)
            await provider.look(in: found)
            if !Set(found).subtracting(places[name] ?? []).isEmpty {
                providerLooks.noteNewPlaces(name)
                lastObserved = nil
            }
            places[name] = Set(found)
        }
    }

    /// Takes the looks that ended; what fails keeps nothing else from being done, and the next look tries again.
    func takeLooks() async {
        for (provider, look) in providerLooks.take() {
            guard let result = look.result else { continue }
            do {
                let survey = try result.get()
                try await take(survey, of: provider, look)
                providerLooks.noteSuccess(provider)
                noteBlindSpots(survey.blindSpots, of: provider)
                try await driftWatch.take(desired: desired, observed: observation.state(at: services.clock.now()))
                await inquire(after: survey, of: provider)
            } catch {
                noteFailedLook(at: provider, error)
                answered.failure = error
            }
            providerLooks.end(provider)
        }
        guard !providerLooks.isUnderWay, !answered.lookers.isEmpty else { return }
        for looker in answered.lookers {
            if let failure = answered.failure { looker.resume(throwing: failure) } else { looker.resume() }
        }
        answered = ([], nil)
    }

    /// Compares what a provider shows with what was known.
    ///
    /// Nothing of an object that was worked on meanwhile is lost, and what was made or ended here meanwhile is as it
    /// was left: whoever did it knows better than a list that may be older.
    private func take(_ survey: InstanceSurvey, of provider: ProviderName, _ look: ProviderLooks.Look) async throws {
        let known = observation.instances
        // What is shown as ended is gone for certain, however late lists may be.
        let ended = Set(survey.instances.filter { $0.state == .terminated }.map(\.id))
        let list = survey.instances.filter { $0.state != .terminated }
        let expected = known.values.filter {
            $0.provider == provider && !look.touched.contains($0.tags.object) && !look.changed.contains($0.id)
                && working[$0.tags.object] == nil && !survey.isBlind(to: $0, of: environment(of: $0))
        }
        let listed = Set(list.map(\.id))
        observation.unconfirmed.subtract(listed)
        observation.unconfirmed.formUnion(expected.map(\.id).filter { !listed.contains($0) })
        let lost =
            expected.filter { ended.contains($0.id) }
            + providerLooks.missing(
                expected.filter { !ended.contains($0.id) }, in: listed,
                tolerating: services.providers[provider]?.terms.consistency ?? .zero, now: services.time.now())
        var adopted: [ObservedInstance] = []
        for instance in list where !providerLooks.hasChanged(instance.id, at: provider) {
            let before = known[instance.id]
            let instance = instance.known(since: before?.createdAt)
            if before?.place != instance.place || before?.account != instance.account || before == nil {
                unwritten.insert(instance.id)
            }
            if unwritten.contains(instance.id) { adopted.append(instance) }
            let isSettling = providerLooks.isSettling(instance.id, now: services.time.now())
            observation.instances[instance.id] = isSettling ? instance.with(known[instance.id]?.traits) : instance
            try await forgetLoss(endedBy: instance)
        }
        for instance in lost.sorted(by: { $0.id < $1.id }) {
            let loss = await loss(of: instance)
            try await observer.note(lost: instance, remembering: loss)
            observation.instances[instance.id] = nil
            observation.unconfirmed.remove(instance.id)
            if let loss { observation.losses.append(loss) }
            noteEarlyLoss(of: instance)
        }
        unwritten.formIntersection(observation.instances.keys)
        for instance in adopted where observation.instances[instance.id] != nil {
            try await observer.adopt(instance)
            unwritten.remove(instance.id)
            // Ended while it was written down.
            if observation.instances[instance.id] == nil { try await services.store.deleteInstance(instance.id) }
        }
        try await services.registry.removeGhosts(
            besides: Set(observation.instances.values.map { WorkerRegistry.id(of: $0.tags) }))
    }

    /// Of an instance's object; nil when nobody knows the object any more.
    private func environment(of instance: ObservedInstance) -> ObjectIdentity? {
        observation.objects[instance.tags.object]?.declared.environmentIdentity
    }

    /// Objects with an instance where nobody can look now, with why.
    var blind: [ObjectIdentity: ProviderLooks.Blindness] {
        guard providerLooks.hasBlindSpots else { return [:] }
        var blind: [ObjectIdentity: ProviderLooks.Blindness] = [:]
        for instance in observation.instances.values where instance.isAlive {
            if let why = providerLooks.blindness(to: instance) { blind[instance.tags.object] = why }
        }
        return blind
    }

    /// Those that waiting for a look does not help.
    var lastinglyBlind: Set<ObjectIdentity> { Set(blind.filter { $0.value.isLasting }.keys) }

    /// Those of which nobody can tell how their instances are: none of these was seen since this controller began.
    var unseen: [ObjectIdentity: String] {
        let blind = blind
        guard !blind.isEmpty else { return [:] }
        let unconfirmed = Set(observation.unconfirmed.compactMap { observation.instances[$0]?.tags.object })
        return blind.filter { unconfirmed.contains($0.key) }.mapValues { "can't be looked at: \($0.reason)" }
    }

    /// What can't be seen keeps nothing else from being done, and nothing of it is taken for gone.
    private func noteBlindSpots(_ spots: [InstanceSurvey.BlindSpot], of provider: ProviderName) {
        for spot in providerLooks.noteBlindSpots(spots, of: provider) {
            services.report(
                Event(
                    time: services.clock.now(), object: spot.place.environment, severity: .warning,
                    reason: .actionFailed,
                    message: "cannot look at the instances in \(spot.place.region): \(spot.reason)"))
        }
    }

    private func noteFailedLook(at provider: ProviderName, _ error: any Error) {
        if providerLooks.noteFailure(provider, "\(error)") {
            services.report(
                Event(
                    time: services.clock.now(), object: nil, severity: .warning, reason: .actionFailed,
                    message: "cannot look at the instances: \(error)"))
        }
        guard !providerLooks.hasSeen(provider) else { return }
        for action in currentPlan.executable
        where action.operation.isCreation && !queue.inFlight.contains(action.object) {
            queue.fail(
                action.object, message: "no instance is made before those that exist were seen: \(error)",
                now: services.time.now(), jitter: services.jitter())
        }
    }

    /// Whether an action may be carried out by what was seen: nothing is made at a provider that was never looked at,
    /// since it may exist already, and nothing of an object whose other instances can't be looked at.
    func isSeen(
        _ action: PlannedAction, in context: ReconcileContext, blind: [ObjectIdentity: ProviderLooks.Blindness]
    ) -> Bool {
        guard action.operation.isCreation, case .provider(let provider) = lane(of: action.object, in: context) else {
            return true
        }
        // What is where nobody can look may be in another account than the one that it would be made in.
        return providerLooks.hasSeen(provider) && blind[action.object] == nil
    }

    /// What an object shares its places in the queue with.
    func lane(of object: ObjectIdentity, in context: ReconcileContext) -> WorkQueue.Lane {
        guard object.kind == .cloudResource,
            case .cloudResource(let spec)? = (context.declared(object) ?? observation.objects[object]?.declared)?.spec
        else { return .here }
        return .provider(spec.provider)
    }
}

extension PlanOperation {
    fileprivate var isCreation: Bool {
        switch self {
        case .createInstance: true
        case .updateInstance, .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance: false
        case .applyObject, .serveMocks, .startInstance, .deleteInstance, .deleteObject, .startRun, .cancelRun: false
        }
    }
}
