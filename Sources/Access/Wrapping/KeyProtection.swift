import Foundation
package import Model

/// How the private keys of `identity/` are kept: as they are, or wrapped by a key that never leaves its service.
///
/// What was opened once is remembered by this process, so that the service is asked once for each key.
package struct KeyProtection: Sendable {
    /// What keys are wrapped by from now on; nil keeps each as it is, and a new one like the others.
    let wrapping: WrappingKey?
    private let wrapper: (any KeyWrapper)?
    private let opened = OpenedKeys()

    /// Keys stay as they are, and one that is wrapped can't be opened.
    package static var none: KeyProtection { KeyProtection(wrapper: nil, wrapping: nil) }

    /// - Parameters:
    ///   - wrapper: wraps and unwraps; nil where nothing can.
    ///   - wrapping: what the operator wants keys to be wrapped by.
    package init(wrapper: (any KeyWrapper)?, wrapping: WrappingKey?) {
        self.wrapper = wrapper
        self.wrapping = wrapping
    }

    /// Whether a key that is kept like this is to be kept otherwise.
    func wantsAnew(_ kept: KeptKey) -> Bool { wrapping.map { kept.wrapping != $0 } ?? false }

    /// A key as its file is to have it.
    ///
    /// A wrapped one was opened again before it is returned: who may wrap and not unwrap would lock itself out.
    func keep(_ key: Data, in file: PrivateFile) async throws(AccessError) -> KeptKey {
        var wrapping = wrapping
        // A command that knows no configuration leaves no key less well kept than those beside it.
        if wrapping == nil { wrapping = try await WrappedSiblings.wrapping(in: file.directory) }
        guard let wrapping else { return .clear(key) }
        guard let wrapper else { throw .keyNotWrapped(path: file.path, wrapping, reason: "nothing here can") }
        let use = try await use(of: file)
        do {
            let wrapped = try await wrapper.wrap(key, with: wrapping, for: use)
            guard try await wrapper.unwrap(wrapped, for: use) == key else {
                throw AccessError.keyNotWrapped(path: file.path, wrapping, reason: "it is not what comes back")
            }
            await opened.remember(key, of: wrapped)
            return .wrapped(wrapped)
        } catch let error as AccessError {
            throw error
        } catch {
            throw .keyNotWrapped(path: file.path, wrapping, reason: "\(error)")
        }
    }

    /// The key itself.
    func open(_ kept: KeptKey, of file: PrivateFile) async throws(AccessError) -> Data {
        switch kept {
        case .clear(let key): return key
        case .wrapped(let wrapped):
            guard let wrapper else {
                throw .keyNotUnwrapped(path: file.path, wrapped.by, reason: "nothing here can")
            }
            let use = try await use(of: file)
            do {
                return try await opened.key(of: wrapped) { try await wrapper.unwrap(wrapped, for: use) }
            } catch {
                throw .keyNotUnwrapped(path: file.path, wrapped.by, reason: "\(error)")
            }
        }
    }

    private func use(of file: PrivateFile) async throws(AccessError) -> KeyUse {
        let identity = try await InstallationIdentity.loadOrCreate(
            stateFolder: file.directory.deletingLastPathComponent())
        return KeyUse(
            installation: identity.installation, name: String(file.name.prefix { $0 != "." }))
    }
}

/// Keys that were unwrapped; many who ask for the same one at once ask the service once.
private actor OpenedKeys {
    private var keys: [WrappedKey: Data] = [:]
    private var asking: [WrappedKey: Task<Data, any Error>] = [:]

    func remember(_ key: Data, of wrapped: WrappedKey) { keys[wrapped] = key }

    func key(of wrapped: WrappedKey, _ unwrap: @escaping @Sendable () async throws -> Data) async throws -> Data {
        if let key = keys[wrapped] { return key }
        if let task = asking[wrapped] { return try await task.value }
        let task = Task { try await unwrap() }
        asking[wrapped] = task
        defer { asking[wrapped] = nil }
        let key = try await task.value
        keys[wrapped] = key
        return key
    }
}
