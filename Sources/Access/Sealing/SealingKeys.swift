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
    private let protection: KeyProtection

    /// - Parameter protection: how private halves are kept and opened.
    package init(stateFolder: URL, protection: KeyProtection = .none) {
        directory = stateFolder.appending(path: "identity", directoryHint: .isDirectory)
        self.protection = protection
    }

    /// The key that values are sealed to; the first one is made when there is none.
    package func current() async throws(AccessError) -> SealingPublicKey {
        try await loadOrCreate().current.publicKey
    }

    /// All of them, the newest first; the first one is made when there is none.
    package func list() async throws(AccessError) -> [SealingKeyFacts] {
        let keys = try await loadOrCreate()
        return keys.all.map { key in
            SealingKeyFacts(
                id: key.id, createdAt: key.createdAt, isCurrent: key.number == keys.current.number,
                publicKey: key.publicKey.text)
        }
    }

    /// Makes a new key, to which values are sealed from now on; the others go on opening what was sealed to them.
    @discardableResult
    package func rotate(now: Date) async throws(AccessError) -> SealingPublicKey {
        let before = try await loadOrCreate().current.number
        return try await create(before + 1, now: now).publicKey
    }

    /// The clear value, where it was sealed for this place.
    package func open(_ sealed: SealedValue, at place: SecretPlace) async throws(AccessError) -> Secret {
        let keys = try await load()
        guard let key = keys.first(where: { $0.id == sealed.key }) else {
            throw .sealingKeyUnknown(sealed, place, known: keys.map(\.id))
        }
        let privateKey = try await privateKey(of: key)
        let info = Data(SealTarget(sealed.scope, at: place).binding.utf8)
        guard let clear = try? Sealing.open(sealed.bytes, with: privateKey, info: info) else {
            throw .sealNotForHere(sealed, place)
        }
        guard let text = String(validating: clear, as: UTF8.self) else { throw .sealNotText(place) }
        return Secret(text)
    }

    /// Keeps every key as the operator wants it now.
    ///
    /// - Returns: how many were wrapped by it.
    func protect() async throws(AccessError) -> Int {
        var count = 0
        for key in try await load() where protection.wantsAnew(key.kept) {
            let file = file(key.number)
            let clear = try await privateKey(of: key).rawRepresentation
            let anew = SealingKey(
                number: key.number, createdAt: key.createdAt, publicKey: key.publicKey,
                kept: try await protection.keep(clear, in: file))
            try await OffPool.run { () throws(AccessError) in try file.replace(with: anew.encoded) }
            count += 1
        }
        return count
    }

    private func privateKey(of key: SealingKey) async throws(AccessError) -> Curve25519.KeyAgreement.PrivateKey {
        let file = file(key.number)
        let raw = try await protection.open(key.kept, of: file)
        guard let privateKey = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw),
            SealingPublicKey(privateKey.publicKey) == key.publicKey
        else { throw .unusable(path: file.path, reason: "its halves are not of one key") }
        return privateKey
    }

    private func loadOrCreate() async throws(AccessError) -> (all: [SealingKey], current: SealingKey) {
        let known = try await load()
        if let newest = known.first { return (known, newest) }
        let first = try await create(1, now: Date())
        return ([first], first)
    }

    /// The newest first.
    private func load() async throws(AccessError) -> [SealingKey] {
        try await OffPool.run { () throws(AccessError) in
            try PrivateFolder.ensure(directory)
            let path = directory.path(percentEncoded: false)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let numbers = names.compactMap(Self.number).sorted(by: >)
            guard numbers.count <= Self.maximumCount else {
                throw .unusable(path: path, reason: "it holds more than \(Self.maximumCount) sealing keys")
            }
            var keys: [SealingKey] = []
            for number in numbers {
                if let contents = try file(number).read() { keys.append(try key(number, contents)) }
            }
            return keys
        }
    }

    private func key(_ number: Int, _ contents: Data) throws(AccessError) -> SealingKey {
        guard let key = SealingKey(number: number, encoded: contents) else {
            throw .unusable(path: file(number).path, reason: "its contents are not those of a sealing key")
        }
        return key
    }

    /// Of several processes that make the same number at once, all get the one that is then there.
    private func create(_ number: Int, now: Date) async throws(AccessError) -> SealingKey {
        let file = file(number)
        let privateKey = Curve25519.KeyAgreement.PrivateKey()
        let made = SealingKey(
            number: number, createdAt: now, publicKey: SealingPublicKey(privateKey.publicKey),
            kept: try await protection.keep(privateKey.rawRepresentation, in: file))
        return try await OffPool.run { () throws(AccessError) in
            try key(number, file.readOrCreate { made.encoded })
        }
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
