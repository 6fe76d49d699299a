import Crypto
package import Foundation
package import Model

/// The sealing keys of an installation: a file each in `identity/`, outside the databases.
///
/// They are read whenever they are needed, so that a key that was just added or restored counts at once.
package struct SealingKeys: Sendable {
    /// A folder with more is not one of ours.
    private static let maximumCount = 1_000

    private let directory: URL

    package init(stateFolder: URL) {
        directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
    }

    /// The key that values are sealed to; the first one is made when there is none.
    package func current() async throws(AccessError) -> SealingPublicKey {
        try await OffPool.run { () throws(AccessError) in try loadOrCreate().current.publicKey }
    }

    /// All of them, the newest first; the first one is made when there is none.
    package func list() async throws(AccessError) -> [SealingKeyFacts] {
        try await OffPool.run { () throws(AccessError) in
            let keys = try loadOrCreate()
            return keys.all.map { key in
                SealingKeyFacts(
                    id: key.id, createdAt: key.createdAt, isCurrent: key.number == keys.current.number,
                    publicKey: key.publicKey.text)
            }
        }
    }

    /// Makes a new key, to which values are sealed from now on; the others go on opening what was sealed to them.
    @discardableResult
    package func rotate(now: Date) async throws(AccessError) -> SealingPublicKey {
        try await OffPool.run { () throws(AccessError) in
            let before = try loadOrCreate().current.number
            return try create(before + 1, now: now).publicKey
        }
    }

    /// The clear value, where it was sealed for this place.
    package func open(_ sealed: SealedValue, at place: SecretPlace) async throws(AccessError) -> Secret {
        try await OffPool.run { () throws(AccessError) in
            let keys = try load()
            guard let key = keys.first(where: { $0.id == sealed.key }) else {
                throw .sealingKeyUnknown(sealed, place, known: keys.map(\.id))
            }
            let info = Data(SealTarget(sealed.scope, at: place).binding.utf8)
            guard let clear = try? Sealing.open(sealed.bytes, with: key.privateKey, info: info) else {
                throw .sealNotForHere(sealed, place)
            }
            guard let text = String(validating: clear, as: UTF8.self) else { throw .sealNotText(place) }
            return Secret(text)
        }
    }

    private func loadOrCreate() throws(AccessError) -> (all: [SealingKey], current: SealingKey) {
        let known = try load()
        if let newest = known.first { return (known, newest) }
        let first = try create(1, now: Date())
        return ([first], first)
    }

    /// The newest first.
    private func load() throws(AccessError) -> [SealingKey] {
        try PrivateFolder.ensure(directory)
        let path = directory.path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let numbers = names.compactMap(Self.number).sorted(by: >)
        guard numbers.count <= Self.maximumCount else {
            throw .unusable(path: path, reason: "it holds more than \(Self.maximumCount) sealing keys")
        }
        var keys: [SealingKey] = []
        for number in numbers {
            if let key = try key(number) { keys.append(key) }
        }
        return keys
    }

    private func key(_ number: Int) throws(AccessError) -> SealingKey? {
        let file = file(number)
        guard let contents = try file.read() else { return nil }
        guard let key = SealingKey(number: number, encoded: contents) else {
            throw .unusable(path: file.path, reason: "its contents are not those of a sealing key")
        }
        return key
    }

    /// Of several processes that make the same number at once, all get the one that is then there.
    private func create(_ number: Int, now: Date) throws(AccessError) -> SealingKey {
        let file = file(number)
        let contents = try file.readOrCreate {
            SealingKey(number: number, createdAt: now, privateKey: .init()).encoded
        }
        guard let key = SealingKey(number: number, encoded: contents) else {
            throw .unusable(path: file.path, reason: "its contents are not those of a sealing key")
        }
        return key
    }

    private func file(_ number: Int) -> PrivateFile {
        PrivateFile(directory: directory, name: "sealing-\(number).json")
    }

    /// `sealing-12.json` is 12.
    private static func number(ofFile name: String) -> Int? {
        guard name.hasPrefix("sealing-"), name.hasSuffix(".json") else { return nil }
        let digits = name.dropFirst("sealing-".count).dropLast(".json".count)
        guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
        return number
    }
}
