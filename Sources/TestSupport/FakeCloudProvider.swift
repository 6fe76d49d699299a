package import Foundation
package import Model

/// A cloud in memory: idempotent by token, with faults that a test asks for.
package actor FakeCloudProvider: CloudProvider {
    package nonisolated let name = ProviderName.local
    package private(set) var instances: [InstanceID: ObservedInstance] = [:]
    /// Every request that made an instance, in order.
    package private(set) var created: [InstanceRequest] = []
    /// The most instances that existed at once.
    package private(set) var most = 0
    private var byToken: [UUID: InstanceID] = [:]
    private var faults: [Fault] = []
    private var listFault: String?
    private var creations: Gate?
    private var ends: Gate?
    private var late: [InstanceID: Int] = [:]

    /// What goes wrong with the next creation.
    package enum Fault: Sendable {
        /// Nothing is made.
        case refused(String)
        /// The instance is made, and the answer is lost.
        case answerLost
        /// The token makes nothing any more.
        case token(CreationTokenError)
    }

    package struct FakeFailure: ClassifiedCloudError, CustomStringConvertible {
        package let description: String
        package let fault: CloudFault

        package init(description: String, fault: CloudFault = .unavailable) {
            self.description = description
            self.fault = fault
        }
    }

    package nonisolated let terms: CloudTerms

    package init(terms: CloudTerms = CloudTerms()) { self.terms = terms }

    package func fail(next fault: Fault) { faults.append(fault) }
    package func failLists(with message: String?) { listFault = message }

    /// Every creation waits for the gate.
    package func holdCreations(at gate: Gate) { creations = gate }

    /// Every end of an instance waits for the gate.
    package func holdEnds(at gate: Gate) { ends = gate }

    /// Somebody starts another with all tags of one, and then stops and starts that one: it says the later time.
    package func copy(_ id: InstanceID, launchedAt: Date, restartedAt: Date) -> InstanceID {
        let copy = InstanceID(rawValue: "\(id)-copy")
        guard let tags = instances[id]?.tags else { return copy }
        instances[copy] = ObservedInstance(id: copy, state: .running, tags: tags, createdAt: launchedAt)
        instances[id] = ObservedInstance(id: id, state: .running, tags: tags, createdAt: restartedAt)
        return copy
    }

    /// So many lists don't show the instance.
    package func hide(_ id: InstanceID, from lists: Int) { late[id] = lists }

    /// The instance vanishes without anybody here having ended it.
    package func lose(_ id: InstanceID) { instances[id] = nil }

    package func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        await creations?.wait()
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        if case .refused(let message)? = fault { throw FakeFailure(description: message, fault: .noCapacity) }
        if case .token(let error)? = fault { throw error }
        if let known = byToken[request.token], let instance = instances[known] { return instance }
        let id = InstanceID(rawValue: "fake-\(created.count + 1)")
        let instance = ObservedInstance(id: id, state: .running, tags: request.tags, address: "127.0.0.1")
        instances[id] = instance
        most = max(most, instances.count)
        byToken[request.token] = id
        created.append(request)
        if case .answerLost? = fault { throw FakeFailure(description: "connection reset") }
        return instance
    }

    package func list(installation: InstallationID) throws -> [ObservedInstance] {
        if let listFault { throw FakeFailure(description: listFault) }
        for id in late.keys { late[id, default: 0] -= 1 }
        return instances.values.filter { $0.tags.installation == installation && late[$0.id, default: -1] < 0 }
    }

    /// Somebody stops the instance without our doing.
    package func halt(_ id: InstanceID) { set(.stopped, of: id) }

    package func start(_ id: InstanceID) { set(.running, of: id) }
    package func stop(_ id: InstanceID) { set(.stopped, of: id) }

    private func set(_ state: ObservedInstance.State, of id: InstanceID) {
        instances[id] = instances[id].map {
            ObservedInstance(id: id, state: state, tags: $0.tags, address: $0.address, createdAt: $0.createdAt)
        }
    }

    package nonisolated var changesInPlace: Set<InstanceField> { [.resources, .capabilities, .labels] }

    /// Every change of an instance that exists, in order.
    package private(set) var updates: [InstanceUpdate] = []
    /// What runs on without being listed.
    package private(set) var released: [InstanceID: ObservedInstance] = [:]
    /// The ids of instances that were ended, in order.
    package private(set) var ended: [InstanceID] = []

    package func update(_ id: InstanceID, _ update: InstanceUpdate) throws -> ObservedInstance {
        guard let old = instances[id] else { throw FakeFailure(description: "there is no \(id)") }
        let changed = ObservedInstance(
            id: id, state: old.state, tags: update.tags, address: old.address, createdAt: old.createdAt)
        instances[id] = changed
        updates.append(update)
        return changed
    }

    package func release(_ id: InstanceID) {
        released[id] = instances.removeValue(forKey: id) ?? released[id]
    }

    package func terminate(_ id: InstanceID) async {
        await ends?.wait()
        if instances.removeValue(forKey: id) != nil { ended.append(id) }
    }
}
