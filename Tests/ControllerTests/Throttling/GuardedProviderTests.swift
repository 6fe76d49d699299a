import Controller
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

struct GuardedProviderTests {
    private static let installation = InstallationID(rawValue: "i")

    private struct Change: Equatable {
        let scope: String
        let change: CircuitBreaker.Change
    }

    private func guarded(
        _ faults: CloudFaults, deadline: Duration = .seconds(5), news: Recorder<Change> = Recorder()
    ) -> GuardedProvider {
        let cloud = FaultInjectingProvider(
            seed: 1, faults: faults,
            terms: CloudTerms(callsPerSecond: 1_000, burst: 1_000, deadline: deadline, consistency: .zero))
        return GuardedProvider(cloud, time: .system) { scope, change, _ in
            news.record(Change(scope: "\(scope)", change: change))
        }
    }

    /// Mutation: `Deadline.run` without its alarm: the test never ends.
    @Test("A call that never answers ends at its deadline and says so")
    func deadline() async {
        let provider = guarded(CloudFaults(hung: 1), deadline: .milliseconds(50))
        let error = await #expect(throws: CallError.self) {
            try await provider.list(installation: Self.installation)
        }
        #expect(error == .noAnswer(CallScope(provider: .local), within: .milliseconds(50)))
    }

    @Test("A cancelled caller does not wait for a call that never answers")
    func cancelled() async {
        let provider = guarded(CloudFaults(hung: 1), deadline: .seconds(3_600))
        let call = Task { try await provider.list(installation: Self.installation) }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }

    @Test("After five failures in a row calls are refused without the provider being asked; that is told once")
    func breaker() async {
        let news = Recorder<Change>()
        let provider = guarded(CloudFaults(unavailable: 1), news: news)
        for _ in 0..<5 {
            await #expect(throws: InjectedFault.self) { try await provider.list(installation: Self.installation) }
        }
        let error = await #expect(throws: CallError.self) {
            try await provider.list(installation: Self.installation)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("503 Service Unavailable"))
        #expect(news.all == [Change(scope: "local", change: .opened(pause: .seconds(5)))])
    }

    @Test("A provider that has no capacity works: nothing is paused for the others")
    func capacity() async {
        let news = Recorder<Change>()
        let provider = guarded(CloudFaults(noCapacity: 1), news: news)
        let request = InstanceRequest(
            token: UUID(),
            tags: InstanceTags(
                installation: Self.installation, object: ObjectIdentity(kind: .cloudResource, name: "pool"),
                ordinal: 0, incarnation: 1, specHash: Digest(rawValue: "h")),
            spec: CloudResourceSpec(environment: "dev"), joinToken: nil)
        for _ in 0..<8 { await #expect(throws: InjectedFault.self) { try await provider.create(request) } }
        await #expect(throws: Never.self) { try await provider.list(installation: Self.installation) }
        #expect(news.all.isEmpty)
    }

    @Test("What a provider says of itself is passed on")
    func passedOn() async throws {
        let provider = guarded(.none)
        #expect(provider.name == .local && provider.changesInPlace.isEmpty)
        #expect(await provider.definition(of: InstanceID(rawValue: "x")) == nil)
        try await provider.release(InstanceID(rawValue: "x"))
        try await provider.terminate(InstanceID(rawValue: "x"))
        await #expect(throws: InjectedFault.self) { try await provider.start(InstanceID(rawValue: "x")) }
    }

    /// Has every instance in an environment of its name, and is called too often in one of them.
    private struct TwoEnvironments: CloudProvider {
        let name = ProviderName.local
        let terms = CloudTerms(callsPerSecond: 1_000, burst: 1_000, deadline: .seconds(600))
        let changesInPlace: Set<InstanceField> = []

        func place(of id: InstanceID) async -> CloudPlace? {
            CloudPlace(
                environment: ObjectIdentity(kind: .environment, name: id.rawValue), account: CloudAccount(),
                region: "moon")
        }
        func terminate(_ id: InstanceID) async throws {
            if id.rawValue == "busy" { throw InjectedFault(.throttled(retryAfter: .seconds(3_600)), "slow down") }
        }
        func create(_ request: InstanceRequest) async throws -> ObservedInstance { throw CancellationError() }
        func list(installation: InstallationID) async throws -> [ObservedInstance] { [] }
        func start(_ id: InstanceID) async throws {}
        func stop(_ id: InstanceID) async throws {}
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
            throw CancellationError()
        }
        func release(_ id: InstanceID) async throws {}
    }

    /// Breaks when `terminate` is in the scope of the whole provider, or `failed` of the gate waits as long as it is told.
    @Test("What one account is throttled for holds up no other, and nothing waits for an hour")
    func otherAccounts() async throws {
        let slept = Recorder<Duration>()
        let began = ContinuousClock.now
        let time = MonotonicTime(
            now: { began },
            sleep: { until in
                // Deadlines' alarms, whose calls end first.
                if until - began >= .seconds(600) { return try await Task.sleep(for: .seconds(600)) }
                slept.record(until - began)
            })
        let provider = GuardedProvider(TwoEnvironments(), time: time) { _, _, _ in }
        await #expect(throws: InjectedFault.self) { try await provider.terminate(InstanceID(rawValue: "busy")) }
        try await provider.terminate(InstanceID(rawValue: "idle"))
        _ = try await provider.list(installation: Self.installation)
        #expect(slept.all.isEmpty)
        await #expect(throws: InjectedFault.self) { try await provider.terminate(InstanceID(rawValue: "busy")) }
        let wait = try #require(slept.all.first)
        #expect(slept.all.count == 1 && wait > .seconds(50) && wait <= .seconds(61))
    }
}
