import Foundation
import Model
import TestSupport
import Testing

@testable import Access

/// Private keys that are wrapped: what a stranger with the files can, and what a service that is away leaves possible.
struct KeyProtectionTests {
    private static let key = WrappingKey(service: .awsKMS, name: "alias/rondo", region: "eu-central-1")
    private static let other = WrappingKey(service: .awsKMS, name: "alias/new", region: "eu-central-1")

    private let installation: Installation
    private let wrapper = FakeKeyWrapper()
    private let place = SecretPlace.entry("pin", of: ObjectIdentity(kind: .environment, name: "dev"))
    private let now = Date(timeIntervalSince1970: 1_795_255_200)

    init() async throws { installation = try await Installation() }

    /// As another process has it, which remembers nothing.
    private func safe(_ wrapping: WrappingKey? = key) -> SecretSafe {
        SecretSafe(
            stateFolder: installation.folder.url, store: installation.store,
            protection: KeyProtection(wrapper: wrapper, wrapping: wrapping))
    }

    private var unprotected: SecretSafe {
        SecretSafe(stateFolder: installation.folder.url, store: installation.store)
    }

    private func contents(_ name: String) throws -> Data {
        try Data(contentsOf: installation.folder.url.appending(path: "identity/\(name)"))
    }

    private func write(_ data: Data, to name: String) throws {
        try data.write(to: installation.folder.url.appending(path: "identity/\(name)"))
    }

    /// Of both sorts: one value sealed, one stored.
    private func fill(_ safe: SecretSafe) async throws -> SealedValue {
        _ = try await safe.vault.set(Secret("stored"), named: "db", in: "shop", now: now)
        return try await safe.keys.current().seal(Secret("sealed"), for: .object(place))
    }

    private func expectReadable(_ sealed: SealedValue, by safe: SecretSafe) async throws {
        #expect(try await safe.vault.value(named: "db", in: "shop").reveal() == "stored")
        #expect(try await safe.keys.open(sealed, at: place).reveal() == "sealed")
    }

    /// Breaks when a file holds what is not wrapped.
    @Test("Of wrapped keys no file holds a private half, and every process opens what was kept with them")
    func wrapped() async throws {
        let sealed = try await fill(safe())
        try await expectReadable(sealed, by: safe())
        for name in ["store-key.json", "sealing-1.json"] {
            let text = String(decoding: try contents(name), as: UTF8.self)
            #expect(
                text.contains("alias/rondo") && !text.contains(#""key":"#) && !text.contains("privateKey"), "\(text)")
            #expect(try mode(of: installation.folder.url.appending(path: "identity/\(name)")) == 0o600)
        }
        let error = await #expect(throws: AccessError.self) {
            try await unprotected.vault.value(named: "db", in: "shop")
        }
        #expect(error?.description.contains("is wrapped by key alias/rondo of AWS KMS in eu-central-1") == true)
        await #expect(throws: AccessError.self) { try await unprotected.keys.open(sealed, at: place) }
    }

    /// Breaks when what was opened is not remembered, or each who asks asks the service.
    @Test("Many that need a key at once ask the service once")
    func once() async throws {
        _ = try await fill(safe())
        let safe = safe()
        let before = await wrapper.unwraps
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await safe.vault.value(named: "db", in: "shop") } }
            try await group.waitForAll()
        }
        _ = try await safe.vault.value(named: "db", in: "shop")
        #expect(await wrapper.unwraps == before + 1)
    }

    @Test("Keys that were in clear, or wrapped by another key, are wrapped as the operator wants now, each once")
    func anew() async throws {
        let sealed = try await fill(unprotected)
        try await unprotected.keys.rotate(now: now)
        #expect(try await safe().protect() == 3)
        try await expectReadable(sealed, by: safe())
        let before = try contents("sealing-1.json")
        #expect(try await safe().protect() == 0)
        #expect(try contents("sealing-1.json") == before)
        #expect(try await safe(Self.other).protect() == 3)
        #expect(String(decoding: try contents("store-key.json"), as: UTF8.self).contains("alias/new"))
        try await expectReadable(sealed, by: safe(Self.other))
        // Without a word about it they stay as they are.
        #expect(try await safe(nil).protect() == 0)
        try await expectReadable(sealed, by: safe(nil))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: installation.folder.path("identity")).sorted() == [
                "installation.json", "sealing-1.json", "sealing-2.json", "store-key.json",
            ])
    }

    /// Breaks when a key is replaced before it was seen to come back.
    @Test("A key that would not come back is not wrapped, and what is there stays", arguments: [true, false])
    func oneWay(wrap: Bool) async throws {
        let sealed = try await fill(unprotected)
        await wrapper.refuse(wrap: wrap, unwrap: !wrap)
        let error = await #expect(throws: AccessError.self) { try await safe().protect() }
        #expect(
            error?.description.contains("`encryption` of the configuration") == true, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.description.contains("the service is away") == true)
        try await expectReadable(sealed, by: unprotected)
    }

    @Test("While the service is away keys are listed and sealed to; what has to be opened says why it is not")
    func away() async throws {
        let sealed = try await fill(safe())
        await wrapper.refuse(wrap: true, unwrap: true)
        let safe = safe()
        #expect(try await safe.keys.list().count == 1)
        #expect(try await safe.protect() == 0)
        _ = try await safe.keys.current().seal(Secret("more"), for: .object(place))
        let error = await #expect(throws: AccessError.self) { try await safe.vault.value(named: "db", in: "shop") }
        #expect(error?.description.contains("can't be unwrapped: the service is away") == true)
        await #expect(throws: AccessError.self) { try await safe.keys.rotate(now: now) }
        #expect(try await safe.keys.list().count == 1)
        await wrapper.refuse()
        // That it failed is not remembered.
        try await expectReadable(sealed, by: safe)
    }

    /// Breaks when the use of a key is not bound to it.
    @Test("A wrapped key in another's place opens nothing")
    func swapped() async throws {
        let sealed = try await fill(safe())
        try await safe().keys.rotate(now: now)
        try write(try contents("sealing-2.json"), to: "sealing-1.json")
        await #expect(throws: AccessError.self) { try await safe().keys.open(sealed, at: place) }
        let second = try await safe().keys.current().seal(Secret("x"), for: .object(place))
        // The same key under another number: it was wrapped for the one that it had.
        let (named, aside) = (installation.folder.path("identity/sealing-2.json"), installation.folder.path("aside"))
        try FileManager.default.moveItem(atPath: named, toPath: aside)
        let renamed = await #expect(throws: AccessError.self) { try await safe().keys.open(second, at: place) }
        #expect(renamed?.description.contains("can't be unwrapped") == true, "\(renamed.map { "\($0)" } ?? "")")
        try FileManager.default.moveItem(atPath: aside, toPath: named)
        let text = String(decoding: try contents("sealing-2.json"), as: UTF8.self)
        let elsewhere = try TemporaryDirectory()
        let strange = try await SealingKeys(stateFolder: elsewhere.url).current().text
        let own = try await safe().keys.current().text
        try write(Data(text.replacing(own, with: strange).utf8), to: "sealing-2.json")
        let forged = try SealingPublicKey(text: strange).seal(Secret("x"), for: .object(place))
        let error = await #expect(throws: AccessError.self) { try await safe().keys.open(forged, at: place) }
        #expect(error?.description.contains("halves") == true)
        await #expect(throws: AccessError.self) { try await safe().keys.open(second, at: place) }
    }

    /// Breaks when a command without a configuration leaves a clear key beside wrapped ones.
    @Test("A key that is made beside wrapped ones is wrapped like them")
    func siblings() async throws {
        _ = try await safe().keys.current()
        let commands = safe(nil)
        let sealed = try await fill(commands)
        try await commands.keys.rotate(now: now)
        for name in ["store-key.json", "sealing-2.json"] {
            #expect(String(decoding: try contents(name), as: UTF8.self).contains("wrapped"), "\(name)")
        }
        try await expectReadable(sealed, by: safe())
        let error = await #expect(throws: AccessError.self) { try await unprotected.keys.rotate(now: now) }
        #expect(error?.description.contains("can't be wrapped") == true)
    }

    @Test("No print shows a key")
    func prints() async throws {
        _ = try await fill(safe())
        let clear = Data("0123456789abcdef0123456789abcdef".utf8)
        for text in renderings(KeptKey.clear(clear)) + renderings(safe()) {
            #expect(!text.contains("0123456789abcdef") && !text.contains(clear.base64EncodedString()))
        }
    }
}
