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
        let key: Data
    }

    private let directory: URL

    init(stateFolder: URL) {
        directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
    }

    /// nil when there is none yet.
    func load() async throws(AccessError) -> Key? {
        try await OffPool.run { () throws(AccessError) in
            try PrivateFolder.ensure(directory)
            guard let contents = try file.read() else { return nil }
            return try parse(contents)
        }
    }

    func loadOrCreate() async throws(AccessError) -> Key {
        try await OffPool.run { () throws(AccessError) in
            try PrivateFolder.ensure(directory)
            return try parse(
                file.readOrCreate {
                    let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
                    return (try? CanonicalEncoding.data(Contents(key: key))) ?? Data()
                })
        }
    }

    private var file: PrivateFile { PrivateFile(directory: directory, name: "store-key.json") }

    private func parse(_ encoded: Data) throws(AccessError) -> Key {
        guard let contents = try? JSONDecoder().decode(Contents.self, from: encoded), contents.key.count == 32 else {
            throw .unusable(path: file.path, reason: "its contents are not those of a key")
        }
        return Key(
            id: Hex.encode(SHA256.hash(data: contents.key).prefix(8)), key: SymmetricKey(data: contents.key))
    }
}

extension VaultKeyFile.Key: CustomStringConvertible, CustomReflectable {
    var description: String { "store key \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
