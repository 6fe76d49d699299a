package import Foundation
package import Model

/// A cloud in memory with the faults of real ones: slow, throttling, full, late to show what it made, breaking off
/// lists, doing things twice, losing answers, hanging. A seed decides which call meets which.
///
/// It knows the truth at any time, so that tests can tell what was made twice or left behind.
package actor FaultInjectingProvider: CloudProvider {
    /// An instance as it is, whatever lists show.
    package struct Machine: Sendable {
        package let id: InstanceID
        package fileprivate(set) var request: InstanceRequest
        package let createdAt: Date
        package fileprivate(set) var isRunning = true
        /// When lists begin to show it.
        package fileprivate(set) var shownFrom: MonotonicInstant
        /// Kept after its end, so that its token makes nothing new.
        package fileprivate(set) var isGone = false
        /// Runs on and is not listed any more.
        package fileprivate(set) var isReleased = false

        package var tags: InstanceTags { request.tags }
        fileprivate var exists: Bool { !isGone && !isReleased }
    }

    package nonisolated let name = ProviderName.local
    package nonisolated let terms: CloudTerms
    package nonisolated let changesInPlace: Set<InstanceField>
    private let wall: any WallClock
    private let time: MonotonicTime
    private let made: @Sendable (Machine, _ others: [Machine]) -> Void
    private var random: SplitMix64
    private var faults: CloudFaults
    private var machines: [InstanceID: Machine] = [:]
    private var byToken: [UUID: InstanceID] = [:]
    private var byObject: [ObjectIdentity: [InstanceID]] = [:]

    /// - Parameter made: told of each instance when it comes into being, with those of its object that exist beside it.
    package init(
        seed: UInt64, faults: CloudFaults = .none, terms: CloudTerms = FaultInjectingProvider.usualTerms,
        changesInPlace: Set<InstanceField> = [], wall: any WallClock = SystemWallClock(), time: MonotonicTime = .system,
        made: @escaping @Sendable (Machine, _ others: [Machine]) -> Void = { _, _ in }
    ) {
        random = SplitMix64(seed: seed)
        self.faults = faults
        self.terms = terms
        self.changesInPlace = changesInPlace
        self.wall = wall
        self.time = time
        self.made = made
    }

    package static let usualTerms = CloudTerms(
        callsPerSecond: 20, burst: 40, deadline: .seconds(20), consistency: .seconds(8))

    // MARK: What a test asks

    package func setFaults(_ faults: CloudFaults) { self.faults = faults }

    /// Everything that exists, by object, ordinal and incarnation.
    package func existing() -> [Machine] {
        machines.values.filter(\.exists).sorted {
            ($0.tags.object, $0.tags.ordinal, $0.tags.incarnation) < (
                $1.tags.object, $1.tags.ordinal, $1.tags.incarnation
            )
        }
    }

    package func machine(_ id: InstanceID) -> Machine? { machines[id] }
    package func machine(madeWith token: UUID) -> Machine? { byToken[token].flatMap { machines[$0] } }

    /// Makes instances as if they had always been there.
    package func preload(_ requests: [InstanceRequest]) { for request in requests { _ = make(request) } }

    /// An instance vanishes without anybody here having ended it.
    package func lose(_ id: InstanceID) { machines[id]?.isGone = true }

    /// Somebody stops an instance.
    package func halt(_ id: InstanceID) { machines[id]?.isRunning = false }

    // MARK: What a controller asks

    package func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        try await answer {
            if self.random.chance(self.faults.noCapacity) {
                throw InjectedFault(.noCapacity, "InsufficientInstanceCapacity: none left of this type")
            }
        } effect: {
            self.make(request)
        }
    }

    package func list(installation: InstallationID) async throws -> [ObservedInstance] {
        try await answer {
            if self.random.chance(self.faults.partialPage) {
                throw InjectedFault(.unavailable, "page 2 of the list: connection reset")
            }
        } effect: {
            let now = self.time.now()
            return self.machines.values.filter {
                !$0.isGone && !$0.isReleased && $0.shownFrom <= now && $0.tags.installation == installation
            }.sorted { $0.id < $1.id }.map(self.observed)
        }
    }

    package func start(_ id: InstanceID) async throws {
        try await answer {
            if self.machines[id]?.isGone ?? true { throw InjectedFault(.refused, "\(id) does not exist") }
        } effect: {
            self.machines[id]?.isRunning = true
        }
    }

    package func stop(_ id: InstanceID) async throws {
        try await answer {
            if self.machines[id]?.isGone ?? true { throw InjectedFault(.refused, "\(id) does not exist") }
        } effect: {
            self.machines[id]?.isRunning = false
        }
    }

    package func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        try await answer {
            if self.machines[id]?.isGone ?? true { throw InjectedFault(.refused, "\(id) does not exist") }
        } effect: {
            self.change(id, update)
        }
    }

    package func release(_ id: InstanceID) async throws {
        try await answer {
        } effect: {
            self.machines[id]?.isReleased = true
        }
    }

    package func terminate(_ id: InstanceID) async throws {
        try await answer {
        } effect: {
            self.machines[id]?.isGone = true
        }
    }

    // MARK: Faults

    /// One call: it takes its time, meets what the seed says, and takes effect or not.
    private func answer<Answer: Sendable>(
        _ check: () throws -> Void, effect: @escaping () -> Answer
    ) async throws -> Answer {
        try await pause(random.pause(faults.latency) / 2)
        if random.chance(faults.throttled) {
            throw InjectedFault(.throttled(retryAfter: random.pause(0.5...3)), "RequestLimitExceeded")
        }
        if random.chance(faults.unavailable) { throw InjectedFault(.unavailable, "503 Service Unavailable") }
        try check()
        if random.chance(faults.hung) { return try await hang(effect) }
        let first = effect()
        if random.chance(faults.duplicated) { _ = effect() }
        if random.chance(faults.answerLost) { throw InjectedFault(.unavailable, "connection reset by peer") }
        try await pause(random.pause(faults.latency) / 2)
        return first
    }

    /// Waits until the caller gives up, and takes effect some time later, or never.
    private func hang<Answer: Sendable>(_ effect: () -> Answer) async throws -> Answer {
        let takesEffect = random.chance(0.5)
        let lateness = random.pause(0...0.4) * (terms.consistency / .seconds(1))
        try? await time.sleep(time.now().advanced(by: .seconds(86_400)))
        if takesEffect {
            let due = time.now().advanced(by: lateness)
            await Task { try? await self.time.sleep(due) }.value
            _ = effect()
        }
        throw CancellationError()
    }

    private func pause(_ length: Duration) async throws {
        guard length > .zero else { return }
        try await time.sleep(time.now().advanced(by: length))
    }

    // MARK: Effects

    private func make(_ request: InstanceRequest) -> ObservedInstance {
        if let known = byToken[request.token], let machine = machines[known] { return observed(machine) }
        let id = InstanceID(rawValue: "vm-\(machines.count + 1)")
        let lateness = random.chance(faults.late) ? random.pause(0...0.5) * (terms.consistency / .seconds(1)) : .zero
        let machine = Machine(
            id: id, request: request, createdAt: wall.now(), shownFrom: time.now().advanced(by: lateness))
        made(machine, (byObject[request.tags.object] ?? []).compactMap { machines[$0] }.filter(\.exists))
        byObject[request.tags.object, default: []].append(id)
        machines[id] = machine
        byToken[request.token] = id
        return observed(machine)
    }

    private func change(_ id: InstanceID, _ update: InstanceUpdate) -> ObservedInstance {
        let old = machines[id]?.request
        if let old {
            machines[id]?.request = InstanceRequest(
                token: old.token, tags: update.tags, spec: update.spec ?? old.spec, joinToken: old.joinToken)
        }
        return machines[id].map(observed)
            ?? ObservedInstance(id: id, state: .terminated, tags: update.tags)
    }

    private func observed(_ machine: Machine) -> ObservedInstance {
        ObservedInstance(
            id: machine.id, state: machine.isGone ? .terminated : machine.isRunning ? .running : .stopped,
            tags: machine.tags, address: "10.0.0.1", createdAt: machine.createdAt)
    }
}
