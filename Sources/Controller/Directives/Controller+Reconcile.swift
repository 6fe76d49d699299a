package import Model

/// What one pass took up of a source.
struct TakenLook: Sendable {
    let revision: Revision?
    let isKnown: Bool
    let look: Int
}

/// Looking now, because somebody asks.
extension Controller {
    /// Looks at the world at once, and tries again at once what failed; of one object, or of all.
    ///
    /// - Parameter withSource: also reads the object's source anew, or all sources.
    /// - Returns: How far it had come before; `ReconcileProgress.hasPassed` says when it has done so.
    package func reconcile(_ object: ObjectIdentity?, withSource: Bool) throws -> ReconcileProgress {
        var sources = watchers.map(\.name)
        if let object {
            guard knows(object) else { throw DirectiveError.unknownObject(object) }
            if let suspension = suspension(of: object) { throw DirectiveError.suspended(suspension) }
            if let source = observation.objects[object]?.source { sources = [source] }
        }
        forgive(object)
        tell(object, .reconcileRequested, withSource ? "a look was asked for, with its source" : "a look was asked for")
        if withSource { for source in sources { _ = hint(source: source) } }
        providerLooksAsked += 1
        let number = providerLooksAsked
        Task {
            // What can't be looked at is told by the look itself.
            try? await look()
            providerLooksAnswered = max(providerLooksAnswered, number)
            ring()
        }
        return progress
    }

    package var progress: ReconcileProgress {
        ReconcileProgress(
            passesBegun: passesBegun, passesEnded: passesEnded, looksAsked: providerLooksAsked,
            looksTaken: providerLooksTaken, isSettled: lastConvergence?.isSettled ?? false,
            exit: (lastConvergence?.exit ?? .couldNotCheck).rawValue,
            sources: watchers.map { watcher in
                ReconcileProgress.Source(
                    name: watcher.name, revision: taken[watcher.name]?.revision,
                    isKnown: taken[watcher.name]?.isKnown ?? false, looksBegun: looksBegun[watcher.name] ?? 0,
                    looksTaken: taken[watcher.name]?.look ?? 0, pin: looks[watcher.name]?.status.pin)
            })
    }
}
