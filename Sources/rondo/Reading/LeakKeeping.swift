import API
import Access
import Clouds
import Foundation
import Model
import Store

/// Who ends an unmanaged instance: a living controller, or this process on a state folder that none runs on.
protocol LeakKeeping: Sendable {
    /// - Throws: when it is none, or is protected and not `force`.
    func delete(_ id: InstanceID, force: Bool) async throws
}

/// Asks the controller that answers.
struct LiveLeaks: LeakKeeping {
    let client: APIClient

    func delete(_ id: InstanceID, force: Bool) async throws { try await client.deleteLeak(id, force: force) }
}

/// Works on the folder itself, holding its lock.
struct FolderLeaks: LeakKeeping {
    let directory: URL

    func delete(_ id: InstanceID, force: Bool) async throws {
        let lock = try StateLock.acquire(directory: directory)
        defer { lock.release() }
        let store = try await Store.open(directory: directory)
        try await end(id, force: force, in: store)
        try store.close()
    }

    private func end(_ id: InstanceID, force: Bool, in store: Store) async throws {
        let open = try await store.openDrift()
        let isLeak: (DriftRecord) -> Bool = { $0.finding.kind == .unmanaged && $0.finding.field == id.rawValue }
        guard var record = open.first(where: isLeak),
            let instance = try await store.instances().first(where: { $0.id == id })
        else { throw LeakError.none(id) }
        guard force || !instance.tags.protected else { throw LeakError.protected(id) }
        let providers = try await Parts.providers(directory, of: store)
        guard let provider = providers.first(where: { $0.name == instance.provider }) else {
            throw LeakError.noProvider(instance.provider)
        }
        try await provider.terminate(id)
        try await store.deleteInstance(id)
        record.resolution = DriftRecord.Resolution(at: Date(), by: .human)
        try await store.saveOpenDrift(open.filter { !isLeak($0) })
        try await store.recordResolvedDrift([record])
    }
}

extension StateAccess {
    static func leakKeeper(_ options: StateOptions) async throws -> any LeakKeeping {
        if let client = try await answering(options) { return LiveLeaks(client: client) }
        guard FileManager.default.fileExists(atPath: options.directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(options.path)
        }
        return FolderLeaks(directory: options.directory)
    }
}
