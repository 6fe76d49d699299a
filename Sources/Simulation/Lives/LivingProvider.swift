import Model
import TestSupport

/// The cloud as one life of a controller sees it: each call has a step before and after it, and is judged.
struct LivingProvider: CloudProvider {
    let cloud: FaultInjectingProvider
    let life: Life
    let judge: Judge

    var name: ProviderName { cloud.name }
    var terms: CloudTerms { cloud.terms }
    var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

    func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        try await step("create") {
            judge.beginsCreation(request, life: life.number)
            return try await cloud.create(request)
        }
    }

    func list(installation: InstallationID) async throws -> [ObservedInstance] {
        try await step("list") { try await cloud.list(installation: installation) }
    }

    func start(_ id: InstanceID) async throws {
        try await step("start") { try await cloud.start(id) }
    }

    func stop(_ id: InstanceID) async throws {
        try await step("stop") { try await cloud.stop(id) }
    }

    func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        try await step("update") { try await cloud.update(id, update) }
    }

    func release(_ id: InstanceID) async throws {
        try await step("release") {
            judge.beginsEnd(
                of: await cloud.machine(id), beside: await cloud.existing(), life: life.number, isRelease: true)
            try await cloud.release(id)
        }
    }

    func terminate(_ id: InstanceID) async throws {
        try await step("terminate") {
            judge.beginsEnd(
                of: await cloud.machine(id), beside: await cloud.existing(), life: life.number, isRelease: false)
            try await cloud.terminate(id)
        }
    }

    private func step<Answer>(_ name: String, _ call: () async throws -> Answer) async throws -> Answer {
        try life.step(name)
        let answer = try await call()
        try life.step("\(name) answered")
        return answer
    }
}
