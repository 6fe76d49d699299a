package import Foundation
package import Model

/// Everything the controller knows of the world, kept in memory and written through to the store.
package struct Observation: Sendable {
    package var objects: [ObjectIdentity: ObservedObject] = [:]
    package var instances: [InstanceID: ObservedInstance] = [:]
    package var suites: [SuiteKey: SuiteRecord] = [:]
    package var served: [ObjectIdentity: [String: ServedMock]] = [:]
    package var runs: [ActiveRun] = []
    package var losses: [LostInstance] = []
    package var requests: [RunRequest] = []
    package var schedules: [ObjectIdentity: ScheduleMark] = [:]
    /// By subject.
    package var prunes: [String: PruneRecord] = [:]
    package var approvals: [Approval] = []
    /// What each provider can change in place.
    package var changesInPlace: [ProviderName: Set<InstanceField>] = [:]
    package var suspensions: [ObjectIdentity: Suspension] = [:]
    package var lifetimes: [ObjectIdentity: Lifetime] = [:]
    /// Instances that were stopped because their schedule says so.
    package var plannedStops: Set<InstanceID> = []
    /// Instances that no look has shown since an earlier life wrote them down or they were made, or that the last list
    /// does not show.
    package var unconfirmed: Set<InstanceID> = []

    package init() {}

    /// The ordinal has an instance again, or with nil: a commit changed the object.
    package mutating func forgetLosses(of object: ObjectIdentity, ordinal: Int? = nil) {
        losses.removeAll { $0.object == object && (ordinal == nil || $0.ordinal == ordinal) }
    }

    /// The form that Planning takes.
    package func state(at time: Date) -> ObservedState {
        ObservedState(
            time: time,
            objects: objects.values.sorted { $0.identity < $1.identity },
            environments: environments(),
            instances: instances.values.sorted {
                ($0.tags.object, $0.tags.ordinal, $0.id) < ($1.tags.object, $1.tags.ordinal, $1.id)
            },
            suites: suites.values.sorted { $0.key < $1.key },
            runs: runs, losses: losses, requests: requests,
            schedules: schedules.values.sorted { $0.suite < $1.suite },
            prunes: prunes.values.sorted { ($0.prunedAt, $0.subject) < ($1.prunedAt, $1.subject) },
            approvals: approvals, changesInPlace: changesInPlace,
            suspensions: suspensions.values.sorted { $0.object < $1.object },
            lifetimes: lifetimes.values.sorted { $0.object < $1.object }, plannedStops: plannedStops,
            unconfirmed: unconfirmed)
    }

    private func environments() -> [ObservedEnvironment] {
        let identities = Set(served.keys).union(objects.keys.filter { $0.kind == .environment })
        return identities.sorted().map { identity in
            var services = (served[identity] ?? [:]).map { name, mock in
                ObservedService(name: name, url: mock.url, ready: true, mock: mock.spec)
            }
            if case .environment(let spec)? = objects[identity]?.declared.spec {
                for (name, service) in spec.services {
                    guard case .url(let url) = service else { continue }
                    services.append(ObservedService(name: name, url: url, ready: true))
                }
            }
            return ObservedEnvironment(identity: identity, services: services.sorted { $0.name < $1.name })
        }
    }
}
