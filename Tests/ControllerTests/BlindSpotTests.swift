import Controller
import Model
import Synchronization
import TestSupport
import Testing

/// A place that can't be looked at: nothing in it counts as gone, and the rest goes on.
struct BlindSpotTests {
    /// Shows nothing of what exists while its eyes are shut, and says so.
    private final class HalfBlind: CloudProvider {
        let cloud: FakeCloudProvider
        let isBlind = Mutex(false)
        let looks = Recorder<Bool>()
        let name = ProviderName.local
        var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

        init(_ cloud: FakeCloudProvider) { self.cloud = cloud }

        func create(_ request: InstanceRequest) async throws -> ObservedInstance { try await cloud.create(request) }
        func list(installation: InstallationID) async throws -> [ObservedInstance] {
            try await cloud.list(installation: installation)
        }
        func survey(installation: InstallationID) async throws -> InstanceSurvey {
            let isBlind = isBlind.withLock { $0 }
            looks.record(isBlind)
            guard isBlind else { return InstanceSurvey(instances: try await list(installation: installation)) }
            let place = CloudPlace(
                environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(), region: "moon")
            return InstanceSurvey(instances: [], blindSpots: [.init(place: place, reason: "the action is denied")])
        }
        func start(_ id: InstanceID) async throws { await cloud.start(id) }
        func stop(_ id: InstanceID) async throws { await cloud.stop(id) }
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
            try await cloud.update(id, update)
        }
        func release(_ id: InstanceID) async throws { await cloud.release(id) }
        func terminate(_ id: InstanceID) async throws { await cloud.terminate(id) }
    }

    /// Breaks when `take` in `Controller+Looking` does not ask `isBlind`: the instance is made a second time.
    @Test("What lists don't show of a blind spot is not gone, and is once it can be looked at")
    func blind() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let provider = HalfBlind(fixture.cloud)
        let controller = fixture.controller(once: false, observeInterval: .milliseconds(50), provider: provider)
            .controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { await fixture.cloud.created.count == 1 })
        provider.isBlind.withLock { $0 = true }
        let shut = provider.looks.all.count
        #expect(await eventually { provider.looks.all.count > shut + 6 })
        #expect(await fixture.cloud.created.count == 1)
        let told = fixture.events.all.filter { $0.message.contains("cannot look at the instances in moon") }
        #expect(told.count == 1, "told once")

        let id = try #require(await fixture.cloud.instances.keys.first)
        await fixture.cloud.lose(id)
        provider.isBlind.withLock { $0 = false }
        #expect(await eventually { await fixture.cloud.created.count == 2 })
        await controller.stop()
        _ = try await running.value
    }

    @Test("A blind spot hides what is of its environment and region, and whose neither is known")
    func hides() {
        let dev = ObjectIdentity(kind: .environment, name: "dev")
        let survey = InstanceSurvey(
            instances: [],
            blindSpots: [
                .init(place: CloudPlace(environment: dev, account: CloudAccount(), region: "moon"), reason: "")
            ])
        func isBlind(_ region: String?, _ environment: String?) -> Bool {
            survey.isBlind(
                to: ObservedInstance(
                    id: InstanceID(rawValue: "i"), state: .running,
                    tags: InstanceTags(
                        installation: InstallationID(rawValue: "x"),
                        object: ObjectIdentity(kind: .cloudResource, name: "p"), ordinal: 0, incarnation: 1,
                        specHash: Digest(rawValue: "")), region: region),
                of: environment.map { ObjectIdentity(kind: .environment, name: $0) })
        }
        func isBlind(at endpoint: String?) -> Bool {
            survey.isBlind(
                to: ObservedInstance(
                    id: InstanceID(rawValue: "i"), state: .running,
                    tags: InstanceTags(
                        installation: InstallationID(rawValue: "x"),
                        object: ObjectIdentity(kind: .cloudResource, name: "p"), ordinal: 0, incarnation: 1,
                        specHash: Digest(rawValue: "")), region: "moon",
                    place: CloudPlace(environment: dev, account: CloudAccount(endpoint: endpoint), region: "moon")),
                of: dev)
        }
        #expect(isBlind(at: nil) && !isBlind(at: "http://old"), "another account of the same environment was seen")
        #expect(isBlind("moon", "dev") && isBlind(nil, "dev") && isBlind("moon", nil))
        #expect(!isBlind("mars", "dev") && !isBlind("moon", "prod"))
    }
}
