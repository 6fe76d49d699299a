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

    package init(
        time: Date = Date(timeIntervalSince1970: 0), objects: [ObservedObject] = [],
        environments: [ObservedEnvironment] = [], instances: [ObservedInstance] = [], suites: [SuiteRecord] = [],
        runs: [ActiveRun] = [], losses: [LostInstance] = [], requests: [RunRequest] = []
    ) {
        self.time = time
        self.objects = objects
        self.environments = environments
        self.instances = instances
        self.suites = suites
        self.runs = runs
        self.losses = losses
        self.requests = requests
    }
}

/// An object as it was last applied.
package struct ObservedObject: Hashable, Sendable, Codable {
    package let declared: DeclaredObject
    package let source: String
    /// Digest of the declared spec that was applied.
    package let specHash: Digest
    /// Counts changes of the spec, from 1.
    package let generation: Int
    /// The commit that last changed or confirmed it.
    package let revision: Revision
    package let status: ObjectStatus
    /// When it was first accepted.
    package let createdAt: Date

    package init(
        declared: DeclaredObject, source: String, specHash: Digest, generation: Int = 1, revision: Revision,
        status: ObjectStatus = ObjectStatus(), createdAt: Date = Date(timeIntervalSince1970: 0)
    ) {
        self.declared = declared
        self.source = source
        self.specHash = specHash
        self.generation = generation
        self.revision = revision
        self.status = status
        self.createdAt = createdAt
    }

    /// The same object with another status.
    package func with(_ status: ObjectStatus) -> ObservedObject {
        ObservedObject(
            declared: declared, source: source, specHash: specHash, generation: generation, revision: revision,
            status: status, createdAt: createdAt)
    }

    package var identity: ObjectIdentity { declared.identity }
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
