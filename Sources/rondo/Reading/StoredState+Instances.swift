import API
import Access
import Clouds
import Foundation
import Model
import Store

/// What this process can tell of instances while no controller runs.
extension StoredState {
    /// As stored, but with the instances that exist now.
    func look() async throws -> ObservedState {
        var observed = try await observed()
        let identity = try await InstallationIdentity.loadOrCreate(stateFolder: directory)
        var alive: [ObservedInstance] = []
        for provider in try await Parts.providers(directory, of: store) {
            alive += try await provider.list(installation: identity.installation)
        }
        observed.instances = alive.sorted {
            ($0.tags.object, $0.tags.ordinal, $0.id) < ($1.tags.object, $1.tags.ordinal, $1.id)
        }
        observed.time = Date()
        return observed
    }

    func instanceReports(of object: ObjectIdentity) -> [InstanceReport] { [] }

    func leaks() async throws -> ListResource<Leak> {
        let instances = Dictionary(try await store.instances().map { ($0.id, $0) }) { first, _ in first }
        let provider = Parts.localProvider(directory)
        let items = await Leak.all(try await store.openDrift(), instances: instances) { instance in
            instance.provider == provider.name ? await provider.definition(of: instance.id) : nil
        }
        return ListResource(kind: "LeakList", items: items)
    }
}
