import Crypto
import Foundation
import Model
import Testing

@testable import Access

/// The primitives that sealing and the encrypted store are made of, against vectors that nobody here made.
struct CryptoVectorsTests {
    @Test("AES-GCM opens what is right and nothing else (wycheproof)")
    func aesGCM() throws {
        guard let groups = try CryptoSuite.groups("aes_gcm_test") else { return }
        var right = 0
        var shortNonces = 0
        for group in groups {
            for test in group.tests {
                // The library takes no nonce below 96 bits, and the store uses none but those of 96.
                if (group.ivSize ?? 0) < 96 {
                    #expect(throws: (any Error).self) { try Self.open(test) }
                    shortNonces += 1
                    continue
                }
                let opened = try? Self.open(test)
                #expect((opened != nil) == test.isValid, "\(test.tcId)")
                if test.isValid { #expect(opened == CryptoSuite.bytes(test.msg), "\(test.tcId)") }
                right += 1
            }
        }
        print("crypto aes_gcm_test: \(right) of \(right), \(shortNonces) with short nonces refused")
        #expect(right + shortNonces == 316 && shortNonces < 50)
    }

    private static func open(_ test: CryptoSuite.Case) throws -> Data {
        let box = try AES.GCM.SealedBox(
            nonce: AES.GCM.Nonce(data: CryptoSuite.bytes(test.iv)), ciphertext: CryptoSuite.bytes(test.ct),
            tag: CryptoSuite.bytes(test.tag))
        return try AES.GCM.open(
            box, using: SymmetricKey(data: CryptoSuite.bytes(test.key)), authenticating: CryptoSuite.bytes(test.aad))
    }

    @Test("HKDF-SHA256, on which HPKE rests, derives what it should (wycheproof)")
    func hkdf() throws {
        guard let groups = try CryptoSuite.groups("hkdf_sha256_test") else { return }
        var right = 0
        var refused = 0
        for test in groups.flatMap(\.tests) {
            let size = test.size ?? 0
            guard size <= 255 * SHA256.byteCount else {
                // RFC 5869 §2.3 has no such output; nothing here asks for one.
                #expect(!test.isValid)
                refused += 1
                continue
            }
            let derived = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: CryptoSuite.bytes(test.ikm)), salt: CryptoSuite.bytes(test.salt),
                info: CryptoSuite.bytes(test.info), outputByteCount: size)
            #expect(derived.withUnsafeBytes { Data($0) } == CryptoSuite.bytes(test.okm), "\(test.tcId)")
            right += 1
        }
        print("crypto hkdf_sha256_test: \(right) of \(right), \(refused) impossible sizes")
        #expect(right == 83 && refused == 3)
    }

    /// RFC 9180, appendix A.2.1: the cipher suite of sealed values, base mode, first message.
    @Test("HPKE opens the RFC's own message (RFC 9180 A.2.1)")
    func hpke() throws {
        let key = try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: CryptoSuite.bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"))
        #expect(
            Hex.encode(key.publicKey.rawRepresentation)
                == "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
        let encapsulated = CryptoSuite.bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
        let ciphertext = CryptoSuite.bytes(
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
        let info = CryptoSuite.bytes("4f6465206f6e2061204772656369616e2055726e")
        let data = CryptoSuite.bytes("436f756e742d30")
        let clear = try Sealing.open(encapsulated + ciphertext, with: key, info: info, authenticating: data)
        #expect(String(decoding: clear, as: UTF8.self) == "Beauty is truth, truth beauty")
        #expect(throws: (any Error).self) {
            try Sealing.open(encapsulated + ciphertext, with: key, info: info + [0], authenticating: data)
        }
        print("crypto rfc9180 A.2.1: 1 of 1")
    }

    @Test("A token that another issuer made is refused, whatever it claims")
    func foreignTokens() async throws {
        struct Vectors: Decodable {
            struct Case: Decodable { let token: String }
            let cases: [Case]
        }
        guard let contents = try CryptoSuite.contents("jwt-vectors.json") else { return }
        let installation = try await Installation()
        let tokens = try JSONDecoder().decode(Vectors.self, from: contents).cases.map(\.token)
        for token in tokens {
            #expect(throws: AccessError.tokenInvalid) {
                try installation.credentials.verify(token, now: Installation.now)
            }
            await #expect(throws: AccessError.tokenInvalid) {
                try await installation.joinTokens.redeem(token, now: Installation.now)
            }
        }
        print("crypto jwt-vectors: \(tokens.count) of \(tokens.count) refused as tokens of this installation")
        #expect(tokens.count == 29)
    }
}
