import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import API

/// How secrets and sealing keys are asked for.
struct SecretsClientTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)

    @Test("A value goes in the body of a PUT, and nowhere else")
    func requests() async throws {
        let stored = StoredSecret(namespace: "shop", name: "db", version: 1, createdAt: now, updatedAt: now)
        let key = SealingKeyFacts(id: SealingKeyID(rawValue: "k"), createdAt: now, isCurrent: true, publicKey: "p")
        let asked = Mutex<[LoopbackServer.Request]>([])
        let server = try LoopbackServer { request in
            asked.withLock { $0.append(request) }
            do {
                switch "\(request.method) \(request.target)" {
                case "PUT /api/v1/secrets/shop/a%2Fb":
                    return LoopbackServer.Response(status: 200, body: try APICoding.encode(stored))
                case "DELETE /api/v1/secrets/shop/db": return LoopbackServer.Response(status: 204, body: Data())
                case "GET /api/v1/secrets?namespace=shop", "GET /api/v1/secrets":
                    return LoopbackServer.Response(
                        status: 200, body: try APICoding.encode(ListResource(kind: "SecretList", items: [stored])))
                case "GET /api/v1/sealing-keys", "POST /api/v1/sealing-keys":
                    return LoopbackServer.Response(
                        status: 200, body: try APICoding.encode(ListResource(kind: "SealingKeyList", items: [key])))
                default: break
                }
            } catch {}
            return LoopbackServer.Response(status: 404, body: Data())
        }
        defer { server.stop() }
        let client = APIClient(baseURL: server.url, token: Secret("t"))
        #expect(try await client.setSecret(Secret("hunter2"), named: "a/b", in: "shop") == stored)
        try await client.deleteSecret(named: "db", in: "shop")
        #expect(try await client.secrets(namespace: "shop").items == [stored])
        #expect(try await client.secrets().items == [stored])
        #expect(try await client.sealingKeys().items == [key])
        #expect(try await client.rotateSealingKey().items == [key])
        await #expect(throws: APIError.self) { try await client.deleteSecret(named: "none", in: "shop") }
        let requests = asked.withLock { $0 }
        #expect(requests.count == 7)
        #expect(String(decoding: requests[0].body, as: UTF8.self) == #"{"value":"hunter2"}"#)
        for request in requests { #expect(!request.target.contains("hunter2")) }
    }

    @Test("A message with a value never prints it")
    func printing() {
        let message = SecretValueRequest(Secret("hunter2"))
        var dumped = ""
        dump(message, to: &dumped)
        for text in ["\(message)", String(reflecting: message), dumped] { #expect(!text.contains("hunter2")) }
        #expect(message.secret.reveal() == "hunter2")
    }
}
