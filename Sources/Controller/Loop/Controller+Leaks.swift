import Foundation
package import Model
import Store

/// Instances that belong to no object: listed, and deleted only when somebody says so.
extension Controller {
    package func leaks() async -> [Leak] {
        let providers = services.providers
        return await Leak.all(await driftWatch.open, instances: observation.instances) { instance in
            await providers[instance.provider]?.definition(of: instance.id)
        }
    }

    /// Ends an unmanaged instance.
    ///
    /// - Parameter force: also one whose object was protected when it was made.
    /// - Throws: `LeakError` when it is none, or what the provider says.
    package func deleteLeak(_ id: InstanceID, force: Bool) async throws {
        let isUnmanaged = await driftWatch.open.contains {
            $0.finding.kind == .unmanaged && $0.finding.field == id.rawValue
        }
        // A commit or a look may have given it an owner since the ledger was written.
        guard isUnmanaged, let instance = observation.instances[id],
            observation.objects[instance.tags.object] == nil,
            !desired.sets.contains(where: { set in set.objects.contains { $0.identity == instance.tags.object } })
        else { throw LeakError.none(id) }
        guard force || !instance.tags.protected else { throw LeakError.protected(id) }
        guard let provider = services.providers[instance.provider] else {
            throw LeakError.noProvider(instance.provider)
        }
        providerLooks.noteWork(on: instance.tags.object)
        providerLooks.noteChange(of: id)
        try await provider.terminate(id)
        try await services.registry.remove(instanceWith: instance.tags)
        try await services.store.deleteInstance(id)
        providerLooks.noteChange(of: id)
        observation.instances[id] = nil
        services.report(
            Event(
                time: services.clock.now(), object: nil, reason: .instanceDeleted,
                message: "unmanaged instance \(id) of \(instance.tags.object) deleted: somebody asked for it"))
        ring()
    }
}
