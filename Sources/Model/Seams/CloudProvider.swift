package import Foundation

/// A place that VMs come from: AWS, GCP, Azure or this machine.
package protocol CloudProvider: Sendable {
    var name: ProviderName { get }

    /// What it can bear and how far its answers can be trusted.
    var terms: CloudTerms { get }

    /// Creates one instance, or returns the one that was created with the same token before.
    func create(_ request: InstanceRequest) async throws -> ObservedInstance

    /// Every instance that carries the installation's tag and exists.
    func list(installation: InstallationID) async throws -> [ObservedInstance]

    /// The same beside the places that can't be looked at now; throws only where nothing can be said at all.
    func survey(installation: InstallationID) async throws -> InstanceSurvey

    /// Where there may be instances from now on: every place that an environment or a known instance names.
    ///
    /// A provider without accounts has no use for it.
    func look(in places: [CloudPlace]) async

    /// Starts a stopped instance; one that runs is no error, one that is gone is.
    func start(_ id: InstanceID) async throws

    /// What of an instance it can change without making another.
    var changesInPlace: Set<InstanceField> { get }

    /// Changes an instance that exists, as far as `changesInPlace` goes, and its tags; the same again is no error.
    func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance

    /// Leaves an instance running under the tag `rondo:released`: from then on it is not listed and nothing is done to
    /// it. One that does not exist is no error.
    func release(_ id: InstanceID) async throws

    /// Stops an instance, which keeps its disk; one that is stopped is no error, one that is gone is.
    func stop(_ id: InstanceID) async throws

    /// Ends an instance and waits until it is gone; one that does not exist is no error.
    func terminate(_ id: InstanceID) async throws

    /// What an instance was made of, to write a manifest of it; nil where that can't be told.
    func definition(of id: InstanceID) async -> CloudResourceSpec?

    /// Where an instance is that a look has shown; nil where that is not known, or of no use.
    func place(of id: InstanceID) async -> CloudPlace?

    /// The account that its credentials lead to now, as `ObservedInstance.account` names it; nil where there are none.
    func account(of place: CloudPlace) async throws -> String?

    /// How instances are and what they wrote on their consoles, in the order of the questions; what can't be asked of
    /// one is told in its report.
    func reports(on questions: [InstanceQuestion]) async throws -> [InstanceReport]
}

extension CloudProvider {
    package func survey(installation: InstallationID) async throws -> InstanceSurvey {
        InstanceSurvey(instances: try await list(installation: installation))
    }

    package func look(in places: [CloudPlace]) async {}

    package func definition(of id: InstanceID) async -> CloudResourceSpec? { nil }

    package func place(of id: InstanceID) async -> CloudPlace? { nil }

    package func account(of place: CloudPlace) async throws -> String? { nil }

    package func reports(on questions: [InstanceQuestion]) async throws -> [InstanceReport] { [] }
}

extension CloudProvider {
    package var terms: CloudTerms { CloudTerms() }
}

/// Everything that a provider needs to create an instance.
package struct InstanceRequest: Sendable {
    /// Idempotency: two requests with one token make one instance.
    package let token: UUID
    package let tags: InstanceTags
    package let spec: CloudResourceSpec
    /// Present when the instance boots as a worker.
    package let joinToken: Secret?
    /// What other instances of the same definition boot from, where the manifest only says how to look for it.
    package let pinnedImage: String?

    package init(
        token: UUID, tags: InstanceTags, spec: CloudResourceSpec, joinToken: Secret?, pinnedImage: String? = nil
    ) {
        self.token = token
        self.tags = tags
        self.spec = spec
        self.joinToken = joinToken
        self.pinnedImage = pinnedImage
    }

    /// The Environment that its object is in.
    package var environment: ObjectIdentity {
        ObjectIdentity(kind: .environment, namespace: tags.object.namespace, name: spec.environment)
    }
}
