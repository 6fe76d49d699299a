import API
import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

/// Values go into the API and never come out.
struct SecretRoutesTests {
    @Test("A secret is set, listed and deleted, each namespace for itself")
    func secrets() async throws {
        let server = try await ServerFixture { _ in }
        let client = server.client
        let first = try await client.setSecret(Secret("hunter2"), named: "db", in: "shop")
        #expect(first.version == 1)
        #expect(try await client.setSecret(Secret("hunter3"), named: "db", in: "shop").version == 2)
        _ = try await client.setSecret(Secret("hunter4"), named: "db", in: "bank")
        #expect(try await client.secrets().items.map(\.namespace) == ["bank", "shop"])
        let list = try await client.secrets(namespace: "shop")
        #expect(list.items.map(\.version) == [2])
        #expect(try !String(decoding: APICoding.encode(list), as: UTF8.self).contains("hunter"))
        try await client.deleteSecret(named: "db", in: "shop")
        let gone = await #expect(throws: APIError.self) { try await client.deleteSecret(named: "db", in: "shop") }
        #expect(gone?.description.contains("there is no secret db in namespace shop") == true)
        #expect(try await client.secrets().items.map(\.namespace) == ["bank"])
        await server.stop()
    }

    @Test("Names that are none and values that are nothing are refused, without the value")
    func refusals() async throws {
        let server = try await ServerFixture { _ in }
        let client = server.client
        for (name, namespace) in [(".x", "shop"), ("a b", "shop"), ("db", "Shop"), ("db", "a/b")] {
            let error = await #expect(throws: APIError.self) {
                try await client.setSecret(Secret("hunter2"), named: name, in: namespace)
            }
            #expect(error?.description.contains("hunter2") == false)
        }
        let empty = await #expect(throws: APIError.self) {
            try await client.setSecret(Secret(""), named: "db", in: "shop")
        }
        #expect(empty?.description.contains("empty") == true)
        await #expect(throws: APIError.self) {
            try await client.setSecret(
                Secret(String(repeating: "x", count: SealedValue.maximumValueBytes + 1)), named: "db", in: "shop")
        }
        #expect(try await client.secrets().items.isEmpty)
        // A body that is no message is told about without any of it.
        for body in [#"{"value": 5, "note": "hunter2"}"#, "hunter2", String(repeating: "x", count: 500_000)] {
            let response = try await server.send("PUT", "/api/v1/secrets/shop/db", body: body)
            #expect(response.status == 400)
            #expect(!String(decoding: response.body, as: UTF8.self).contains("hunter2"))
        }
        for target in ["/api/v1/secrets/shop/db", "/api/v1/secrets/shop", "/api/v1/sealing-keys/x"] {
            #expect(try await server.send("GET", target).status == 404, "\(target)")
        }
        await server.stop()
    }

    @Test("Without the admin token nobody learns of keys or secrets")
    func tokens() async throws {
        let server = try await ServerFixture { _ in }
        let stranger = server.client.with(token: Secret("wrong"))
        await #expect(throws: APIError.self) { try await stranger.secrets() }
        await #expect(throws: APIError.self) { try await stranger.sealingKeys() }
        await #expect(throws: APIError.self) { try await stranger.rotateSealingKey() }
        await #expect(throws: APIError.self) { try await stranger.setSecret(Secret("x"), named: "db", in: "shop") }
        await #expect(throws: APIError.self) { try await stranger.deleteSecret(named: "db", in: "shop") }
        await server.stop()
    }

    @Test("The sealing keys are listed by their public halves, and a new one becomes the current one")
    func sealingKeys() async throws {
        let server = try await ServerFixture { _ in }
        let before = try await server.client.sealingKeys().items
        #expect(before.count == 1 && before[0].isCurrent && before[0].publicKey.hasPrefix("rondo-key:v1."))
        let after = try await server.client.rotateSealingKey().items
        #expect(after.map(\.isCurrent) == [true, false] && after[1].id == before[0].id)
        #expect(try await server.client.sealingKeys().items == after)
        await server.stop()
    }
}
