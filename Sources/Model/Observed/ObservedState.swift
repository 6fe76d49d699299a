package import Foundation

/// What was last seen of everything, with the time it was seen.
package struct ObservedState: Hashable, Sendable, Codable {
    package var time: Date
    /// Objects that were accepted earlier, whatever git says now.
    package var objects: [ObservedObject]
    package var environments: [ObservedEnvironment]
    package var instances: [ObservedInstance]
    package var suites: [SuiteRecord]
    package var runs: [ActiveRun]
    /// Instances that ended without Rondo's doing and were not made again.
    package var losses: [LostInstance]
    /// Runs that somebody asked for and that have not started.
    package var requests: [RunRequest]
    /// From when the schedules of suites count.
    package var schedules: [ScheduleMark]
    /// Destructive actions that a prune budget may still count.
    package var prunes: [PruneRecord]
    package var approvals: [Approval]
    /// What each provider can change in place; nothing of one that is not named.
    package var changesInPlace: [ProviderName: Set<InstanceField>]
    /// Objects that people set aside.
    package var suspensions: [Suspension]
    /// From when the `ttl` of objects counts.
    package var lifetimes: [Lifetime]
    /// Instances that were stopped because their schedule says so.
    package var plannedStops: Set<InstanceID>
    /// Instances that no look has shown since they were written down or made, or that the last list does not show: they
    /// may be gone, and may be in another state.
    package var unconfirmed: Set<InstanceID>

    package init(
        time: Date = Date(timeIntervalSince1970: 0), objects: [ObservedObject] = [],
        environments: [ObservedEnvironment] = [], instances: [ObservedInstance] = [], suites: [SuiteRecord] = [],
        runs: [ActiveRun] = [], losses: [LostInstance] = [], requests: [RunRequest] = [],
        schedules: [ScheduleMark] = [],
        prunes: [PruneRecord] = [], approvals: [Approval] = [],
        changesInPlace: [ProviderName: Set<InstanceField>] = [:],
        suspensions: [Suspension] = [], lifetimes: [Lifetime] = [], plannedStops: Set<InstanceID> = [],
        unconfirmed: Set<InstanceID> = []
    ) {
        self.time = time
        self.objects = objects
        self.environments = environments
        self.instances = instances
        self.suites = suites
        self.runs = runs
        self.losses = losses
        self.requests = requests
        self.schedules = schedules
        self.prunes = prunes
        self.approvals = approvals
        self.changesInPlace = changesInPlace
        self.suspensions = suspensions
        self.lifetimes = lifetimes
        self.plannedStops = plannedStops
        self.unconfirmed = unconfirmed
    }
}

/// The services of an environment as they are right now.
package struct ObservedEnvironment: Hashable, Sendable, Codable {
    package let identity: ObjectIdentity
    package let services: [ObservedService]

    package init(identity: ObjectIdentity, services: [ObservedService]) {
        self.identity = identity
        self.services = services
    }
}

package struct ObservedService: Hashable, Sendable, Codable {
    package let name: String
    package let url: String
    package let ready: Bool
    /// What is being served; nil for a service that is not a mock.
    package let mock: MockSpec?

    package init(name: String, url: String, ready: Bool, mock: MockSpec? = nil) {
        self.name = name
        self.url = url
        self.ready = ready
        self.mock = mock
    }
}
