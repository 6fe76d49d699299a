import Crypto
import Foundation
import Model
import Testing

@testable import Access

/// The faults of public JWT vectors, done to tokens of our own: each is refused, or taken, for the same reason, unless our
/// form has no place for it.
struct TokenFaultsTests {
    /// What a vector means for a token that has one algorithm, one key and no header.
    private enum Meaning {
        /// What `verify` must say of this token.
        case token(String, Verdict)
        /// Ours can't be written so; why.
        case impossible(String)
    }

    private enum Verdict: Equatable {
        case taken, invalid, expired
    }

    private let installation: Installation
    private let now = Installation.now
    private let publicKey = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation

    init() async throws { installation = try await Installation() }

    /// The same payload as a credential, with any text for it, signed as one by this installation.
    private func signed(_ payload: String, purpose: SignedToken.Purpose = .worker) throws -> String {
        let body = Base64URL.encode(Data(payload.utf8))
        let signature = try installation.identity.signingKey.signature(for: Data("\(purpose.rawValue)\n\(body)".utf8))
        return "\(body).\(Base64URL.encode(signature))"
    }

    private func payload(exp: String?, worker: String = "w1", more: String = "") throws -> String {
        let tags = String(decoding: try JSONEncoder().encode(installation.tags), as: UTF8.self)
        let end = exp.map { ",\"exp\":\($0)" } ?? ""
        return "{\"worker\":\"\(worker)\",\"tags\":\(tags),\"key\":\"\(publicKey.base64EncodedString())\"\(end)\(more)}"
    }

    private func verdict(_ token: String) -> Verdict? {
        do {
            _ = try installation.credentials.verify(token, now: now)
            return .taken
        } catch AccessError.tokenInvalid {
            return .invalid
        } catch AccessError.tokenExpired {
            return .expired
        } catch {
            return nil
        }
    }

    private func meanings() async throws -> [String: Meaning] {
        let later = "\(Int(now.timeIntervalSince1970) + 60)"
        let good = try signed(payload(exp: later))
        let parts = good.split(separator: ".").map(String.init)
        let stranger = try await Installation()
        let foreign = try stranger.credentials.issue(
            worker: Installation.worker, tags: stranger.tags, publicKey: publicKey, now: now, lifetime: .minutes(1)
        ).reveal()
        let standard = good.replacing("-", with: "+").replacing("_", with: "/")
        let deep = String(repeating: "[", count: 3_000) + String(repeating: "]", count: 3_000)
        let der = Base64URL.encode(Data([0x30, 0x44, 0x02, 0x20]) + Data(repeating: 1, count: 66))
        let noHeader = Meaning.impossible("there is no header: the algorithm is Ed25519, whatever a token says")
        let oneKey = Meaning.impossible("there is no header: the key is the installation's, whatever a token names")
        return [
            "rs256-good": .token(good, .taken), "no-kid-good-if-key-unique-by-alg": .token(good, .taken),
            "exp-float": .token(try signed(payload(exp: later + ".5")), .taken),
            "alg-None-case": .token("\(parts[0]).", .invalid),
            "hs256-with-rsa-public-pem": .token(
                "\(parts[0])." + Base64URL.encode(authentication(parts[0], publicKeyOfInstallation)), .invalid),
            "hs256-empty-key": .token("\(parts[0])." + Base64URL.encode(authentication(parts[0], Data([0]))), .invalid),
            "kid-of-encryption-key": oneKey, "kid-sql": oneKey, "embedded-jwk": oneKey, "x5u-header": oneKey,
            "crit-empty": noHeader, "rs512-key-pinned-rs256": noHeader, "es256-kid-rsa": noHeader,
            "es256-der-signature": .token("\(parts[0]).\(der)", .invalid),
            "no-exp": .token(try signed(payload(exp: nil)), .invalid),
            "iat-future": .impossible("there is no such claim: only the end counts, and it is set by us"),
            "exp-negative": .token(try signed(payload(exp: "-1")), .expired),
            "exp-null": .token(try signed(payload(exp: "null")), .invalid),
            "iss-trailing-slash": .token(foreign, .invalid),
            "aud-prefix": .token(try signed(payload(exp: later), purpose: .join), .invalid),
            "duplicate-claim": .impossible("we write the payload ourselves, and nobody else can sign one"),
            "payload-swapped": .token(
                Base64URL.encode(Data(try payload(exp: later, worker: "w2").utf8)) + ".\(parts[1])", .invalid),
            "std-base64": .token(standard == good ? good + "=" : standard, .invalid),
            "four-parts": .token(good + ".\(parts[1]).\(parts[1])", .invalid), "empty": .token("", .invalid),
            "payload-array": .token(try signed("[1]"), .invalid),
            "header-deep": .token(try signed(payload(exp: later, more: ",\"x\":\(deep)")), .invalid),
            "json-serialization": .token("{\"payload\":\"\(parts[0])\",\"signature\":\"\(parts[1])\"}", .invalid),
            "unicode-sub": .token(try signed(payload(exp: later, worker: "w\u{430}1")), .taken),
        ]
    }

    private var publicKeyOfInstallation: Data { installation.identity.signingKey.publicKey.rawRepresentation }

    private func authentication(_ body: String, _ key: Data) -> Data {
        Data(
            HMAC<SHA256>.authenticationCode(
                for: Data("\(SignedToken.Purpose.worker.rawValue)\n\(body)".utf8), using: SymmetricKey(data: key)))
    }

    @Test("What JWT vectors do wrong is refused in a token of ours too, and what they do right is taken")
    func vectors() async throws {
        struct Vectors: Decodable {
            struct Case: Decodable {
                let name: String
                let accept: Bool?
            }
            let cases: [Case]
        }
        guard let contents = try CryptoSuite.contents("jwt-vectors.json") else { return }
        let meanings = try await meanings()
        var tried = 0
        var impossible: [String] = []
        for vector in try JSONDecoder().decode(Vectors.self, from: contents).cases {
            switch try #require(meanings[vector.name], "\(vector.name) is new: say what it means here") {
            case .impossible(let why): impossible.append("\(vector.name): \(why)")
            case .token(let token, let expected):
                #expect(verdict(token) == expected, "\(vector.name)")
                if let accept = vector.accept { #expect((expected == .taken) == accept, "\(vector.name)") }
                tried += 1
            }
        }
        let claims = try installation.credentials.verify(
            signed(payload(exp: "\(Int(now.timeIntervalSince1970) + 60)", worker: "w\u{430}1")), now: now)
        #expect(claims.worker != WorkerID(rawValue: "wa1"), "another letter is another worker")
        print("crypto jwt-vectors as faults of our tokens: \(tried) of \(tried); these can't be written:")
        for line in impossible { print("  \(line)") }
        #expect(tried == 20 && impossible.count == 9)
    }

    @Test("No JWS of another's making is a token of ours (wycheproof)")
    func foreignSignatures() async throws {
        struct File: Decodable {
            struct Group: Decodable { let tests: [Case] }
            struct Case: Decodable {
                let tcId: Int
                /// Some are encrypted instead.
                let jws: Text?
            }
            /// A compact text, or an object of JSON.
            struct Text: Decodable {
                let text: String
                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    text =
                        try (try? container.decode(String.self))
                        ?? String(decoding: JSONEncoder().encode(container.decode(JSONValue.self)), as: UTF8.self)
                }
            }
            let testGroups: [Group]
        }
        for (name, count) in [
            ("json_web_signature_test", 345), ("json_web_key_test", 26), ("json_web_crypto_test", 49),
        ] {
            guard let contents = try CryptoSuite.contents("wycheproof/\(name).json") else { return }
            let tests = try JSONDecoder().decode(File.self, from: contents).testGroups.flatMap(\.tests)
            let signed = tests.filter { $0.jws != nil }
            for test in signed { #expect(verdict(test.jws?.text ?? "") == .invalid, "\(name) \(test.tcId)") }
            print("crypto \(name): \(signed.count) of \(signed.count) refused as tokens of this installation")
            #expect(signed.count == count)
        }
    }

    @Test("A token has one spelling: no padding, no other alphabet, no loose bits, no white space")
    func oneSpelling() throws {
        let good = try signed(payload(exp: "\(Int(now.timeIntervalSince1970) + 60)"))
        #expect(verdict(good) == .taken)
        let last = try #require(good.last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        // 64 bytes of signature end in a digit of which only two bits count.
        let place = try #require(alphabet.firstIndex(of: last))
        for loose in alphabet[(place + 1)...(place + 15)] {
            #expect(verdict(String(good.dropLast()) + String(loose)) == .invalid, "\(loose)")
        }
        for other in [good + "=", good + "==", good + "\n", " " + good, good.replacing(".", with: ".\n"), good + "%3D"]
        {
            #expect(verdict(other) == .invalid)
        }
    }
}
