import API
import Controller
import Foundation
import Model
import Store

/// Who is told to set an object aside: a living controller, or a state folder that none runs on.
protocol DirectiveKeeping: Sendable {
    func suspend(_ object: ObjectIdentity, _ request: SuspendRequest) async throws -> Suspension
    func resume(_ object: ObjectIdentity, author: String) async throws
}

/// Tells the controller that answers.
struct LiveDirectives: DirectiveKeeping {
    let client: APIClient

    func suspend(_ object: ObjectIdentity, _ request: SuspendRequest) async throws -> Suspension {
        try await client.suspend(object, request)
    }

    func resume(_ object: ObjectIdentity, author: String) async throws {
        try await client.resume(object, author: author)
    }
}

/// Writes to the folder itself, under its lock, so that the next controller finds it so.
struct FolderDirectives: DirectiveKeeping {
    let directory: URL

    func suspend(_ object: ObjectIdentity, _ request: SuspendRequest) async throws -> Suspension {
        try await locked { store in
            guard try await knows(object, in: store) else { throw DirectiveError.unknownObject(object) }
            let now = Date()
            if let until = request.until, until <= now { throw DirectiveError.inThePast }
            let suspension = Suspension(
                object: object, reason: try DirectiveText.reason(request.reason),
                author: try DirectiveText.author(request.author), since: now, until: request.until)
            try await store.saveSuspension(suspension)
            try await note(object, .suspended, "\(suspension)", in: store)
            return suspension
        }
    }

    func resume(_ object: ObjectIdentity, author: String) async throws {
        try await locked { store in
            guard let suspension = try await store.suspensions().first(where: { $0.object == object }) else {
                guard try await knows(object, in: store) else { throw DirectiveError.unknownObject(object) }
                throw DirectiveError.notSuspended(object)
            }
            try await store.deleteSuspension(of: object)
            let author = try DirectiveText.author(author)
            try await note(object, .resumed, "resumed by \(author); it was \(suspension)", in: store)
        }
    }

    private func knows(_ object: ObjectIdentity, in store: Store) async throws -> Bool {
        if try await store.objects().contains(where: { $0.identity == object }) { return true }
        return try await store.sources().contains { source in
            source.lastGood?.objects.contains { $0.identity == object } ?? false
        }
    }

    private func note(
        _ object: ObjectIdentity, _ reason: ConditionReason, _ message: String, in store: Store
    ) async throws {
        try await store.record([Event(time: Date(), object: object, reason: reason, message: message)])
    }

    private func locked<Value: Sendable>(
        _ body: @Sendable (Store) async throws -> Value
    ) async throws -> Value {
        let lock = try StateLock.acquire(directory: directory)
        defer { lock.release() }
        let store = try await Store.open(directory: directory)
        let value = try await body(store)
        try store.close()
        return value
    }
}

extension StateAccess {
    /// Who is told: `RONDO_SERVER`, else the controller of the state folder, else the folder itself.
    static func directives(_ options: StateOptions) async throws -> any DirectiveKeeping {
        if let client = try await answering(options) { return LiveDirectives(client: client) }
        let directory = options.directory
        guard FileManager.default.fileExists(atPath: directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(options.path)
        }
        return FolderDirectives(directory: directory)
    }
}
