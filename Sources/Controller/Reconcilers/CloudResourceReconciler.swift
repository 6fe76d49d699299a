import Access
import Foundation
package import Model
import Store

/// Creates and ends the instances of a CloudResource; every create has an intent on disk before it happens.
package struct CloudResourceReconciler: Reconciler {
    /// How long a join token may wait in an instance that boots.
    private static let joinLifetime = TimeSpan.minutes(15)

    package init() {}

    package func carryOut(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        switch action.operation {
        case .applyObject: try await apply(action, in: context)
        case .createInstance(let ordinal, let hash):
            [.created(try await create(ordinal, hash: hash, of: action.object, in: context))]
        case .startInstance(let id): try await start(id, action, in: context)
        case .stopInstance(let id): try await stop(id, action, in: context)
        case .deleteInstance(let id): try await end(id, action, in: context)
        case .deleteObject: try await forget(action, in: context)
        case .updateInstance(let id, let hash): try await update(id, hash: hash, action, in: context)
        case .retagInstance(let id, let change): try await retag(id, change, action, in: context)
        case .correctInstance(let id, let fields): try await correct(id, Set(fields), action, in: context)
        case .releaseInstance(let id): try await release(id, action, in: context)
        case .serveMocks, .startRun, .cancelRun, .stopMocks: throw ReconcileError.unexpected(action)
        }
    }

    /// A commit that changes the object asks for all of its instances, whatever became of them before.
    private func apply(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        try await context.services.store.forgetLosses(of: action.object)
        return [.lossesForgotten(action.object)] + (try await Declarations.apply(action, in: context))
    }

    private func create(
        _ ordinal: Int, hash: Digest, of object: ObjectIdentity, in context: ReconcileContext
    ) async throws -> ObservedInstance {
        guard let declared = context.declared(object), case .cloudResource(let spec) = declared.spec else {
            throw ReconcileError.undeclared(object)
        }
        let services = context.services
        guard let provider = services.providers[spec.provider] else { throw ReconcileError.noProvider(spec.provider) }
        if let earlier = try await settleOutdated(ordinal, hash: hash, of: object, with: provider, in: context) {
            // What to do about it is decided by the next plan.
            return earlier
        }
        if let earlier = try await settleTaken(ordinal, of: object, with: provider, in: context) { return earlier }
        let (intent, isNew) = try await intent(ordinal, hash: hash, declared: declared, spec: spec, in: context)
        let joinToken = try spec.worker.map { _ in
            try services.joinTokens.issue(
                instance: intent.tags, now: services.clock.now(), lifetime: Self.joinLifetime)
        }
        services.attempts.note(intent.id, at: services.time.now())
        defer { services.attempts.note(intent.id, at: services.time.now()) }
        let request = InstanceRequest(
            token: intent.token, tags: intent.tags, spec: spec, joinToken: joinToken,
            pinnedImage: pinnedImage(of: object, hash: hash, in: context))
        let instance: ObservedInstance
        do {
            instance = try await provider.create(request)
        } catch let error as CreationTokenError {
            switch error {
            case .ended: try await services.store.failIntent(intent.id)
            case .taken: services.attempts.noteTaken(intent.id)
            }
            throw error
        } catch {
            // Nothing of it can turn up: a definition that was mended does not have to wait for it, and a token whose
            // first try found no place may be refused to a second one that differs.
            if isNew, CloudFault(of: error).madeNothing { try await services.store.failIntent(intent.id) }
            throw error
        }
        guard instance.isAlive else {
            // A token whose instance has ended is never used again: the next try is another incarnation.
            try await services.store.settleIntent(intent.id, instance: instance.id)
            throw ReconcileError.endedAlready(instance.id)
        }
        try await services.store.saveInstance(instance)
        try await services.store.forgetLosses(of: object, ordinal: ordinal)
        // The last thing that can fail: as long as the intent is open, the next try has the same token.
        try await services.store.settleIntent(intent.id, instance: instance.id)
        context.tell(object, .instanceCreated, "instance \(ordinal) created: \(instance.id)")
        return instance
    }

    /// What the newest instance of the same definition boots from, so that replicas are alike.
    private func pinnedImage(of object: ObjectIdentity, hash: Digest, in context: ReconcileContext) -> String? {
        context.observation.instances.values
            .filter { $0.tags.object == object && $0.tags.specHash == hash && $0.image != nil }
            .max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }?.image
    }

    /// An object is forgotten only when nothing of it can turn up any more; what did turn up ends first.
    private func forget(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        let object = action.object
        if case .cloudResource(let spec)? = context.observation.objects[object]?.declared.spec,
            let provider = context.services.providers[spec.provider]
        {
            let settler = IntentSettler(services: context.services)
            for intent in try await context.services.store.openIntents() where intent.tags.object == object {
                if let found = try await settler.settle(intent, with: provider) { return [.created(found)] }
            }
            let left = try await context.services.store.instances().filter { $0.tags.object == object && $0.isAlive }
            if !left.isEmpty, spec.deletionPolicy == .delete { return left.map { .created($0) } }
        }
        try await context.services.store.forgetLosses(of: action.object)
        return [.lossesForgotten(action.object)] + (try await Declarations.forget(action, in: context))
    }

    /// What a creation of another definition, whose answer was lost, made of this ordinal; nil when it made nothing.
    private func settleOutdated(
        _ ordinal: Int, hash: Digest, of object: ObjectIdentity, with provider: any CloudProvider,
        in context: ReconcileContext
    ) async throws -> ObservedInstance? {
        for stale in try await context.services.store.openIntents()
        where stale.tags.object == object && stale.tags.ordinal == ordinal && stale.tags.specHash != hash {
            let found = try await IntentSettler(services: context.services).settle(stale, with: provider)
            if let found { return found }
        }
        return nil
    }

    /// What a creation made whose token EC2 and its like keep for another request; nil when it made nothing, so that
    /// another incarnation is made.
    private func settleTaken(
        _ ordinal: Int, of object: ObjectIdentity, with provider: any CloudProvider, in context: ReconcileContext
    ) async throws -> ObservedInstance? {
        for intent in try await context.services.store.openIntents()
        where intent.tags.object == object && intent.tags.ordinal == ordinal
            && context.services.attempts.isTaken(intent.id)
        {
            if let found = try await IntentSettler(services: context.services).settle(intent, with: provider) {
                return found
            }
        }
        return nil
    }

    /// The open intent that a crash left for this ordinal, to be replayed with its token, or a new one.
    private func intent(
        _ ordinal: Int, hash: Digest, declared: DeclaredObject, spec: CloudResourceSpec, in context: ReconcileContext
    ) async throws -> (Intent, isNew: Bool) {
        let services = context.services
        let open = try await services.store.openIntents().filter {
            $0.tags.object == declared.identity && $0.tags.ordinal == ordinal
        }
        if let replayed = open.first(where: { $0.tags.specHash == hash }) { return (replayed, false) }
        let installation = services.installation
        let object = declared.identity
        let opened = try await services.store.openIntent(
            id: UUID(), object: object, ordinal: ordinal, specHash: hash, installation: installation,
            deletionPolicy: spec.deletionPolicy,
            protected: declared.annotations["rondo.dev/prune"] == "disabled"
                || context.observation.objects[object]?.status.protected == true,
            fixedHash: context.fixedHash(of: spec), now: services.clock.now()
        ) { id, incarnation in
            IdempotencyToken.token(
                installation: installation, object: object, ordinal: ordinal, intent: id, incarnation: incarnation)
        }
        return (opened, true)
    }

    private func start(
        _ id: InstanceID, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        guard let instance = context.observation.instances[id] else { return [.ended(id)] }
        guard let provider = context.services.providers[instance.provider] else {
            throw ReconcileError.noProvider(instance.provider)
        }
        try await provider.start(id)
        let running = instance.with(.running)
        try await context.services.store.saveInstance(running)
        try await context.services.store.deletePlannedStop(id)
        context.tell(action.object, .instanceStarted, "instance \(instance.tags.ordinal) started: \(action.reason)")
        return [.created(running), .stopped(id, isPlanned: false)]
    }

    /// That it was meant is written first: else a crash in between would make drift of it.
    private func stop(
        _ id: InstanceID, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        guard let instance = context.observation.instances[id] else { return [.ended(id)] }
        guard let provider = context.services.providers[instance.provider] else {
            throw ReconcileError.noProvider(instance.provider)
        }
        try await context.services.store.savePlannedStop(id)
        try await provider.stop(id)
        let stopped = instance.with(.stopped)
        try await context.services.store.saveInstance(stopped)
        context.tell(action.object, .scheduledDown, "instance \(instance.tags.ordinal) stopped: \(action.reason)")
        return [.stopped(id, isPlanned: true), .created(stopped)]
    }

    /// Changes an instance in place; the tags say so once it is done, so a crash before repeats it.
    private func update(
        _ id: InstanceID, hash: Digest, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        guard let declared = context.declared(action.object), case .cloudResource(let spec) = declared.spec else {
            throw ReconcileError.undeclared(action.object)
        }
        let changes = try await change(id, in: context) { instance, provider in
            let tags = instance.tags.with(specHash: hash, fixedHash: context.fixedHash(of: spec))
            var updated = try await provider.update(id, InstanceUpdate(tags: tags, spec: spec))
            // By a crash while it was changed, or by somebody: a new definition asks for it to run.
            if updated.state == .stopped {
                try await provider.start(id)
                try await context.services.store.deletePlannedStop(id)
                updated = updated.with(.running)
            }
            context.tell(
                action.object, .instanceUpdated, "instance \(tags.ordinal) changed in place: \(action.reason)")
            return updated
        }
        return changes + [.stopped(id, isPlanned: false)]
    }

    private func retag(
        _ id: InstanceID, _ change: TagChange, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        try await self.change(id, in: context) { instance, provider in
            try await provider.update(id, InstanceUpdate(tags: instance.tags.with(change)))
        }
    }

    /// Puts back what somebody changed; the instance is of the same definition before and after.
    private func correct(
        _ id: InstanceID, _ fields: Set<DriftField>, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        guard let declared = context.declared(action.object), case .cloudResource(let spec) = declared.spec else {
            throw ReconcileError.undeclared(action.object)
        }
        return try await change(id, in: context) { instance, provider in
            // It is stopped for another type: a crash in between is nobody else's doing, and it is started again.
            let stops = fields.contains(.instanceType) && instance.state == .running
            if stops { try await context.services.store.savePlannedStop(id) }
            let corrected: ObservedInstance
            do {
                corrected = try await provider.update(
                    id, InstanceUpdate(tags: instance.tags, spec: spec, only: fields))
            } catch {
                if stops, (try? await provider.start(id)) != nil {
                    try await context.services.store.deletePlannedStop(id)
                }
                throw error
            }
            if stops { try await context.services.store.deletePlannedStop(id) }
            context.tell(
                action.object, .instanceUpdated, "instance \(instance.tags.ordinal) put back: \(action.reason)")
            return corrected
        }
    }

    private func change(
        _ id: InstanceID, in context: ReconcileContext,
        _ body: (ObservedInstance, any CloudProvider) async throws -> ObservedInstance
    ) async throws -> [Change] {
        guard let instance = context.observation.instances[id] else { return [.ended(id)] }
        guard let provider = context.services.providers[instance.provider] else {
            throw ReconcileError.noProvider(instance.provider)
        }
        let changed = try await body(instance, provider).known(since: instance.createdAt)
        try await context.services.store.saveInstance(changed)
        return [.created(changed)]
    }

    /// From then on it is nobody's: it runs on, and nothing is asked of it.
    private func release(
        _ id: InstanceID, _ action: PlannedAction, in context: ReconcileContext
    ) async throws -> [Change] {
        guard let instance = context.observation.instances[id] else { return [.ended(id)] }
        guard let provider = context.services.providers[instance.provider] else {
            throw ReconcileError.noProvider(instance.provider)
        }
        try await AccountCheck.check(instance, with: provider)
        try await provider.release(id)
        try await context.services.registry.release(instanceWith: instance.tags)
        try await context.services.store.deleteInstance(id)
        context.tell(
            action.object, .instanceReleased,
            "instance \(instance.tags.ordinal) released, it runs on as \(id): \(action.reason)")
        return [.ended(id)]
    }

    private func end(_ id: InstanceID, _ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        guard let instance = context.observation.instances[id] else { return [.ended(id)] }
        guard let provider = context.services.providers[instance.provider] else {
            throw ReconcileError.noProvider(instance.provider)
        }
        try await AccountCheck.check(instance, with: provider)
        let entry = try await PruneLedger.enter(action, in: context)
        try await provider.terminate(id)
        try await context.services.registry.remove(instanceWith: instance.tags)
        try await context.services.store.deleteInstance(id)
        try await context.services.store.deletePlannedStop(id)
        context.tell(action.object, .instanceDeleted, "instance \(instance.tags.ordinal) deleted: \(action.reason)")
        return entry + [.ended(id)]
    }
}
