import Crypto
import Foundation
import Model

/// The key that encrypts the store: 32 random bytes in `identity/store-key.json`, made when the first value is kept.
struct VaultKeyFile: Sendable {
    struct Key: Sendable {
        let id: String
        let key: SymmetricKey
    }

    private struct Contents: Codable {
        /// The key in clear.
        var key: Data?
        var wrapped: WrappedKey?
    }

    private let directory: URL
    private let protection: KeyProtection

    init(stateFolder: URL, protection: KeyProtection) {
        directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
        self.protection = protection
    }

    /// nil when there is none yet.
    func load() async throws(AccessError) -> Key? {
        guard let kept = try await kept() else { return nil }
        return try await open(kept)
    }

    func loadOrCreate() async throws(AccessError) -> Key {
        if let key = try await load() { return key }
        let made = try await protection.keep(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }, in: file)
        // Of several processes that make one at once, all get the one that is then there.
        return try await open(
            OffPool.run { () throws(AccessError) in try parse(file.readOrCreate { Self.encoded(made) }) })
    }

    /// Keeps the key as the operator wants it now.
    ///
    /// - Returns: whether it was kept otherwise.
    func protect() async throws(AccessError) -> Bool {
        guard let kept = try await kept(), protection.wantsAnew(kept) else { return false }
        let anew = try await protection.keep(try await protection.open(kept, of: file), in: file)
        try await OffPool.run { () throws(AccessError) in try file.replace(with: Self.encoded(anew)) }
        return true
    }

    private func kept() async throws(AccessError) -> KeptKey? {
        try await OffPool.run { () throws(AccessError) in
            try PrivateFolder.ensure(directory)
            guard let contents = try file.read() else { return nil }
            return try parse(contents)
        }
    }

    private func open(_ kept: KeptKey) async throws(AccessError) -> Key {
        let key = try await protection.open(kept, of: file)
        guard key.count == 32 else { throw notAKey }
        return Key(id: Hex.encode(SHA256.hash(data: key).prefix(8)), key: SymmetricKey(data: key))
    }

    private var file: PrivateFile { PrivateFile(directory: directory, name: "store-key.json") }

    private func parse(_ encoded: Data) throws(AccessError) -> KeptKey {
        guard let contents = try? JSONDecoder().decode(Contents.self, from: encoded) else { throw notAKey }
        if let key = contents.key { return .clear(key) }
        guard let wrapped = contents.wrapped else { throw notAKey }
        return .wrapped(wrapped)
    }

    private static func encoded(_ kept: KeptKey) -> Data {
        var contents = Contents()
        switch kept {
        case .clear(let key): contents.key = key
        case .wrapped(let key): contents.wrapped = key
        }
        return (try? CanonicalEncoding.data(contents)) ?? Data()
    }

    private var notAKey: AccessError { .unusable(path: file.path, reason: "its contents are not those of a key") }
}

extension VaultKeyFile.Key: CustomStringConvertible, CustomReflectable {
    var description: String { "store key \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
