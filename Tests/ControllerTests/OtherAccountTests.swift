import Access
import Controller
import Foundation
import Model
import Store
import Synchronization
import TestSupport
import Testing

/// Credentials that lead to another account than before, under the same name.
struct OtherAccountTests {
    /// Shows the instances of the account that is signed in to.
    private final class TwoAccounts: CloudProvider {
        static let place = CloudPlace(
            environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(), region: "moon")
        let cloud: FakeCloudProvider
        /// nil when nobody can tell.
        let account = Mutex<String?>("1")
        let name = ProviderName.local
        let terms = CloudTerms(consistency: .milliseconds(1))
        var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

        init(_ cloud: FakeCloudProvider) { self.cloud = cloud }

        private func shown(_ instance: ObservedInstance) -> ObservedInstance {
            ObservedInstance(
                id: instance.id, state: instance.state, tags: instance.tags, account: "1", place: Self.place)
        }

        func create(_ request: InstanceRequest) async throws -> ObservedInstance {
            shown(try await cloud.create(request))
        }
        func list(installation: InstallationID) async throws -> [ObservedInstance] {
            guard account.withLock({ $0 }) == "1" else { return [] }
            return try await cloud.list(installation: installation).map(shown)
        }
        func account(of place: CloudPlace) async throws -> String? {
            guard let account = account.withLock({ $0 }) else {
                throw FakeCloudProvider.FakeFailure(description: "the token service does not answer")
            }
            return account
        }
        func start(_ id: InstanceID) async throws { await cloud.start(id) }
        func stop(_ id: InstanceID) async throws { await cloud.stop(id) }
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
            shown(try await cloud.update(id, update))
        }
        func release(_ id: InstanceID) async throws {}
        func terminate(_ id: InstanceID) async throws {
            if account.withLock({ $0 }) == "1" { await cloud.terminate(id) }
        }
    }

    /// Breaks when a look, an end or a teardown leaves out `AccountCheck`: the instance is made again, or forgotten.
    @Test("Nothing of an account is gone, made again or forgotten because another one is signed in to")
    func other() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let provider = TwoAccounts(fixture.cloud)
        let controller = fixture.controller(once: false, provider: provider).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { await fixture.cloud.created.count == 1 })
        let id = try #require(await fixture.cloud.instances.keys.first)

        func told(_ text: String) async -> Bool {
            await eventually { fixture.events.all.contains { $0.message.contains(text) } }
        }
        provider.account.withLock { $0 = nil }
        #expect(await told("cannot look at the instances in moon: the token service does not answer"))
        // Breaks when `isSeen` takes no notice of blind spots: another is made, in whatever account that is.
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)])
        #expect(
            await eventually {
                await controller.currentPlan.executable.contains {
                    if case .createInstance = $0.operation { true } else { false }
                }
            })
        let before = await controller.progress
        #expect(await eventually { await controller.progress.hasPassed(before) })
        #expect(await fixture.cloud.created.count == 1)
        provider.account.withLock { $0 = "2" }
        #expect(await told("\(id) is in account 1, and the credentials for moon of Environment/dev lead to account 2"))
        fixture.commit(["pool.yaml": nil])
        #expect(await eventually { fixture.reasons(of: "pool").contains(.actionFailed) })
        #expect(await fixture.cloud.created.count == 1)
        #expect(try await fixture.store.objects().contains { $0.identity == .pool })
        await controller.stop()
        _ = try await running.value

        let teardown = Teardown(
            installation: fixture.identity.installation, store: fixture.store, providers: [provider])
        let report = try await teardown.run { _ in }
        #expect(report.failed.map(\.instance.id) == [id])
        #expect(try await fixture.store.objects().map(\.identity) == [.pool])
        provider.account.withLock { $0 = "1" }
        #expect(try await teardown.run { _ in }.deleted.map(\.id) == [id])
        #expect(try await fixture.store.objects().isEmpty)
    }

    /// Breaks when `exhausted` of a pass leaves out what is unseen: `--once` never ends.
    @Test("A controller that ends by itself ends with 2 where nobody can tell how instances are, and says why")
    func onceUnseen() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let provider = TwoAccounts(fixture.cloud)
        let first = fixture.controller(once: false, provider: provider).controller
        try await first.restore()
        let running = Task { try await first.run() }
        #expect(await eventually { await fixture.cloud.created.count == 1 })
        await first.stop()
        _ = try await running.value
        provider.account.withLock { $0 = "2" }
        let second = fixture.controller(provider: provider).controller
        try await second.restore()
        #expect(try await second.run() == .couldNotCheck)
        let status = try #require(await second.objects().first { $0.identity == .pool }?.status)
        #expect(status.condition(.ready)?.message.contains("can't be looked at: fake-1 is in account 1") == true)
        #expect(await fixture.cloud.created.count == 1)
    }
}
