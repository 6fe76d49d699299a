import Crypto
import Foundation
import Model
import TestSupport
import Testing

@testable import Access

/// A value opens where it was sealed for, and nowhere else.
struct SealingTests {
    private let folder: TemporaryDirectory
    private let keys: SealingKeys
    private let place = SecretPlace.entry(
        "pin", of: ObjectIdentity(kind: .environment, namespace: "shop", name: "dev"))
    private let secret = Secret("hunter2 with ümlauts\nand a second line")

    init() throws {
        folder = try TemporaryDirectory()
        keys = SealingKeys(stateFolder: folder.url)
    }

    @Test("What is sealed for a place opens there", arguments: SealedValue.Scope.allCases)
    func roundTrip(scope: SealedValue.Scope) async throws {
        let sealed = try await keys.current().seal(secret, for: SealTarget(scope, at: place))
        #expect(sealed.scope == scope)
        let read = try SealedValue(sealed.text)
        #expect(read == sealed)
        #expect(try await keys.open(read, at: place).reveal() == secret.reveal())
        let again = try await keys.current().seal(secret, for: SealTarget(scope, at: place))
        #expect(again.bytes != sealed.bytes, "the same value never looks the same")
    }

    @Test("A value that was moved to another place does not open; a wider scope says how far it reaches")
    func moved() async throws {
        let others: [(place: SecretPlace, opens: Set<SealedValue.Scope>)] = [
            (.entry("token", of: place.object), [.namespace, .installation]),
            (SecretPlace(object: place.object, field: "services.pin.credentials.pin"), [.namespace, .installation]),
            (
                .entry("pin", of: ObjectIdentity(kind: .environment, namespace: "shop", name: "prod")),
                [.namespace, .installation]
            ),
            (
                .entry("pin", of: ObjectIdentity(kind: .cloudResource, namespace: "shop", name: "dev")),
                [.namespace, .installation]
            ),
            (.entry("pin", of: ObjectIdentity(kind: .environment, namespace: "bank", name: "dev")), [.installation]),
            (.entry("pin", of: ObjectIdentity(kind: .environment, name: "dev")), [.installation]),
        ]
        for scope in SealedValue.Scope.allCases {
            let sealed = try await keys.current().seal(secret, for: SealTarget(scope, at: place))
            for other in others {
                if other.opens.contains(scope) {
                    #expect(try await keys.open(sealed, at: other.place) == secret)
                } else {
                    let error = await #expect(throws: AccessError.sealNotForHere(sealed, other.place)) {
                        try await keys.open(sealed, at: other.place)
                    }
                    let text = error?.description ?? ""
                    #expect(text.contains("\(other.place)") && text.contains("`rondo seal"), "\(text)")
                    #expect(!text.contains("hunter2") && !text.contains(Base64URL.encode(sealed.bytes)))
                }
            }
        }
    }

    @Test("A scope can't be widened after sealing")
    func widened() async throws {
        let sealed = try await keys.current().seal(secret, for: .object(place))
        for scope in SealedValue.Scope.allCases where scope != .object {
            let widened = SealedValue(key: sealed.key, scope: scope, bytes: sealed.bytes)
            await #expect(throws: AccessError.sealNotForHere(widened, place)) {
                try await keys.open(widened, at: place)
            }
        }
    }

    @Test("Every flipped bit and every cut is refused")
    func changed() async throws {
        let sealed = try await keys.current().seal(Secret("pin"), for: .object(place))
        for index in sealed.bytes.indices {
            for bit in 0..<8 {
                var bytes = sealed.bytes
                bytes[index] ^= 1 << bit
                // RFC 7748 §5: X25519 ignores the highest bit of a public key, but HPKE binds all of it.
                let flipped = SealedValue(key: sealed.key, scope: sealed.scope, bytes: bytes)
                await #expect(throws: AccessError.sealNotForHere(flipped, place), "\(index) \(bit)") {
                    try await keys.open(flipped, at: place)
                }
            }
        }
        for count in 0..<sealed.bytes.count {
            let cut = SealedValue(key: sealed.key, scope: sealed.scope, bytes: sealed.bytes.prefix(count))
            await #expect(throws: AccessError.sealNotForHere(cut, place), "\(count)") {
                try await keys.open(cut, at: place)
            }
        }
        let longer = SealedValue(key: sealed.key, scope: sealed.scope, bytes: sealed.bytes + [0])
        await #expect(throws: AccessError.self) { try await keys.open(longer, at: place) }
    }

    @Test("What was sealed to another installation's key is refused with both keys named")
    func foreignKey() async throws {
        let other = try TemporaryDirectory()
        let sealed = try await SealingKeys(stateFolder: other.url).current().seal(secret, for: .object(place))
        let own = try await keys.current().id
        let error = await #expect(throws: AccessError.sealingKeyUnknown(sealed, place, known: [own])) {
            try await keys.open(sealed, at: place)
        }
        let text = error?.description ?? ""
        #expect(text.contains(sealed.key.rawValue) && text.contains(own.rawValue) && text.contains("identity/"))
        // A lie about the key does not help.
        let lying = SealedValue(key: own, scope: .object, bytes: sealed.bytes)
        await #expect(throws: AccessError.sealNotForHere(lying, place)) { try await keys.open(lying, at: place) }
    }

    @Test("What opens to no text, nothing and too much are refused")
    func contents() async throws {
        let key = try await keys.current()
        #expect(throws: AccessError.secretEmpty) { try key.seal(Secret(""), for: .installation) }
        let most = String(repeating: "x", count: SealedValue.maximumValueBytes)
        let sealed = try key.seal(Secret(most), for: .installation)
        #expect(try await keys.open(SealedValue(sealed.text), at: place).reveal() == most)
        #expect(throws: AccessError.secretTooLarge) { try key.seal(Secret(most + "x"), for: .installation) }

        let file = folder.url.appending(path: "identity/sealing-1.json")
        let own = try #require(SealingKey(number: 1, encoded: Data(contentsOf: file)))
        guard case .clear(let raw) = own.kept else { throw AccessError.keyInvalid }
        let clear = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw)
        let binary = SealedValue(
            key: key.id, scope: .installation,
            bytes: try Sealing.seal(
                Data([0xFF, 0xFE]), to: clear.publicKey, info: Data(SealTarget.installation.binding.utf8)))
        await #expect(throws: AccessError.sealNotText(place)) { try await keys.open(binary, at: place) }
    }

    @Test("A public key is one line that may be committed, and a damaged one is refused")
    func publicKeys() async throws {
        let key = try await keys.current()
        #expect(try SealingPublicKey(text: key.text) == key)
        #expect(try SealingPublicKey(text: "# the shop's controller\n\n  \(key.text)  \r\n") == key)
        let parts = key.text.split(separator: ".")
        for wrong in [
            "", "#", String(key.text.dropLast()), key.text + "A", "\(key.text)\n\(key.text)", "rondo-key:v2.a.b",
            "\(parts[0]).0000000000000000.\(parts[2])", "\(parts[0]).\(parts[1])",
            String(repeating: "#\n", count: 10_000) + key.text,
        ] {
            let error = #expect(throws: AccessError.self) { try SealingPublicKey(text: wrong) }
            #expect(error?.description.contains("--print-key") == true)
        }
    }

    @Test("The empty point and its like are no keys to seal to")
    func weakKeys() throws {
        let zero = Data(repeating: 0, count: 32)
        let id = Hex.encode(SHA256.hash(data: zero).prefix(8))
        let key = try SealingPublicKey(text: "rondo-key:v1.\(id).\(Base64URL.encode(zero))")
        #expect(throws: AccessError.self) { try key.seal(secret, for: .installation) }
    }
}
