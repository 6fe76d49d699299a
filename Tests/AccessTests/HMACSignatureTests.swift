import Foundation
import Model
import Testing

@testable import Access

struct HMACSignatureTests {
    private let secret = Secret("It's a Secret to Everybody")
    private let body = Data("Hello, World!".utf8)

    @Test("GitHub's own example is accepted, in either case, and nothing near it")
    func gitHubsExample() {
        // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
        let signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        let check = HMACSignature.sha256
        #expect(check.hex(of: body, secret: secret) == signature)
        #expect(check.isValid(hex: signature, of: body, secret: secret))
        #expect(check.isValid(hex: signature.uppercased(), of: body, secret: secret))
        for wrong in [
            "", "75", String(signature.dropLast()), signature + "17", signature + " ", "sha256=\(signature)",
            String(signature.dropLast()) + "g", String(repeating: "0", count: 64), "é" + signature.dropFirst(),
        ] {
            #expect(!check.isValid(hex: wrong, of: body, secret: secret), "\(wrong)")
        }
        #expect(!check.isValid(hex: signature, of: body + Data("\n".utf8), secret: secret))
        #expect(!check.isValid(hex: signature, of: body, secret: Secret("another")))
        #expect(!HMACSignature.sha1.isValid(hex: signature, of: body, secret: secret))
    }

    @Test("A secret that somebody forgot to set lets nobody in")
    func emptySecret() {
        for check in HMACSignature.allCases {
            let hex = check.hex(of: body, secret: Secret(""))
            #expect(!check.isValid(hex: hex, of: body, secret: Secret("")))
            #expect(!check.isValid(hex: "", of: body, secret: Secret("")))
        }
    }

    @Test(
        "Wycheproof's vectors of HMAC",
        arguments: [("hmac_sha256_test", HMACSignature.sha256), ("hmac_sha384_test", .sha384)])
    func wycheproof(file: String, check: HMACSignature) throws {
        guard let groups = try CryptoSuite.groups(file) else { return }
        var right = 0
        var all = 0
        for group in groups {
            for test in group.tests {
                let code = check.code(of: CryptoSuite.bytes(test.msg), key: CryptoSuite.bytes(test.key))
                    .prefix((group.tagSize ?? 0) / 8)
                let isTaken = ConstantTime.equals(code, CryptoSuite.bytes(test.tag))
                all += 1
                if isTaken == test.isValid { right += 1 } else { Issue.record("\(file) \(test.tcId)") }
            }
        }
        print("crypto \(file): \(right) of \(all)")
        #expect(all == 174 && right == all)
    }

    @Test("The RFC's vectors of HMAC-SHA256 (RFC 4231)")
    func rfc4231() throws {
        struct Vectors: Decodable {
            struct Case: Decodable {
                let keyHex: String
                let dataHex: String
                let macHex: String
            }
            let rfc4231HmacSha256: [Case]
        }
        guard let contents = try CryptoSuite.contents("rfc-vectors.json") else { return }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let vectors = try decoder.decode(Vectors.self, from: contents).rfc4231HmacSha256
        for test in vectors {
            let code = HMACSignature.sha256.code(
                of: CryptoSuite.bytes(test.dataHex), key: CryptoSuite.bytes(test.keyHex))
            #expect(Hex.encode(code) == test.macHex)
        }
        print("crypto rfc4231: \(vectors.count) of \(vectors.count)")
        #expect(vectors.count == 5)
    }

    @Test("Equal is equal, whatever the lengths")
    func constantTime() {
        #expect(ConstantTime.equals("", "") && ConstantTime.equals("héllo", "héllo"))
        #expect(!ConstantTime.equals("a", "b") && !ConstantTime.equals("a", "aa") && !ConstantTime.equals("", "a"))
        // The same character in two spellings is not the same secret.
        #expect(!ConstantTime.equals("\u{E9}", "e\u{301}"))
    }

    @Test("Digits come in pairs")
    func hex() {
        #expect(Hex.encode([0, 15, 16, 255]) == "000f10ff")
        #expect(Hex.decode("000f10FF") == Data([0, 15, 16, 255]) && Hex.decode("") == Data())
        for wrong in ["0", "0g", " 0", "0x", "é0"] { #expect(Hex.decode(wrong) == nil, "\(wrong)") }
    }
}
