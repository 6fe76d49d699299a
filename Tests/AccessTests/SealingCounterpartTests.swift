import Crypto
import Foundation
import Model
import TestSupport
import Testing

@testable import Access

/// HPKE of Python's `cryptography`, which nobody here wrote: it opens what we seal, and we open what it seals.
struct SealingCounterpartTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    private struct Value: Codable, Equatable {
        let info: String
        let clear: String
        let sealed: String?
    }

    private struct Exchange: Codable {
        let privateKey: String
        let publicKey: String
        let values: [Value]
    }

    private static let values: [(SealTarget, String)] = {
        let dev = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
        return [
            (.object(.entry("pin", of: dev)), "hunter2"),
            (.object(SecretPlace(object: dev, field: "services.shop.credentials.token")), "ümlaut\nsecond line"),
            (.namespace("shop"), String(repeating: "long ", count: 2_000)),
            (.installation, "x"),
        ]
    }()

    @Test("Each opens what the other sealed")
    func bothWays() throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: no Python with `cryptography` (scripts/bootstrap --tests installs it)")
            return
        }
        let key = Curve25519.KeyAgreement.PrivateKey()
        let publicKey = SealingPublicKey(key.publicKey)
        let ours = try Self.values.map { target, clear in
            Value(
                info: target.binding, clear: clear,
                sealed: Hex.encode(try publicKey.seal(Secret(clear), for: target).bytes))
        }
        let theirs = try counterpart(
            Exchange(
                privateKey: Hex.encode(key.rawRepresentation), publicKey: Hex.encode(key.publicKey.rawRepresentation),
                values: ours))
        #expect(theirs.map(\.clear) == ours.map(\.clear), "it opened what we sealed")
        for value in theirs {
            let clear = try Sealing.open(CryptoSuite.bytes(value.sealed), with: key, info: Data(value.info.utf8))
            #expect(String(decoding: clear, as: UTF8.self) == value.clear)
        }
        print("crypto hpke with Python's cryptography: \(theirs.count) of \(theirs.count) both ways")
        #expect(theirs.count == Self.values.count)
    }

    /// What it opened of ours, sealed again by it.
    private func counterpart(_ exchange: Exchange) throws -> [Value] {
        let process = Process()
        process.executableURL = CounterpartPython.url
        process.arguments = [Self.folder.appending(path: "Fixtures/hpke.py").path(percentEncoded: false)]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(exchange))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONDecoder().decode([Value].self, from: answer)
    }
}
