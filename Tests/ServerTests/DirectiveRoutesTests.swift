import API
import Foundation
import HTTPTransport
import Model
import Store
import TestSupport
import Testing

/// What people say beside git, over the API.
struct DirectiveRoutesTests {
    private static let pool = ObjectIdentity(kind: .cloudResource, namespace: "shop", name: "pool")
    private static let time = Date(timeIntervalSince1970: 1_795_255_200)

    private func server() async throws -> ServerFixture {
        try await ServerFixture { store in
            let spec = CloudResourceSpec(environment: "dev", ttl: .minutes(60))
            try await store.saveObject(
                ObservedObject(
                    declared: DeclaredObject(identity: Self.pool, spec: .cloudResource(spec)), source: "default",
                    specHash: Digest(rawValue: "0"),
                    revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))))
        }
    }

    @Test("Objects are suspended, resumed and renewed")
    func objects() async throws {
        let server = try await server()
        let until = Date(timeIntervalSince1970: 4_000_000_000)
        let made = try await server.client.suspend(
            Self.pool, SuspendRequest(reason: "a look", author: "ana", until: until))
        #expect(made.reason == "a look" && made.author == "ana" && made.until == until)
        #expect(try await server.store.suspensions().map(\.object) == [Self.pool])
        try await server.client.resume(Self.pool, author: "bob")
        #expect(try await server.store.suspensions() == [])
        let gone = await #expect(throws: APIError.self) { try await server.client.resume(Self.pool, author: nil) }
        #expect(gone == .notFound(message: "CloudResource/shop/pool is not suspended"))
        let renewed = try await server.client.renew(Self.pool, RenewRequest(span: .minutes(5), author: nil))
        #expect(renewed.expires > Date())
        #expect(try await server.store.lifetimes().first?.renewedUntil != nil)
        await server.stop()
    }

    @Test("A look is asked for and followed; commits have a standing")
    func looks() async throws {
        let server = try await server()
        let before = try await server.client.reconcile(ReconcileRequest(object: Self.pool, withSource: true))
        #expect(before.passesBegun == 0 && before.sources.map(\.name) == ["default"])
        #expect(try await server.client.progress() == before)
        #expect(!before.hasPassed(before))
        #expect(try await server.client.standing(of: "4f2c91e", source: nil).standing == .unseen)
        await server.stop()
    }

    @Test("What is wrong is told with a status of its own")
    func refusals() async throws {
        let server = try await server()
        let object = "/api/v1/objects/CloudResource/shop/pool"
        for (method, target, body, status, part) in [
            ("PUT", "\(object)/suspension", "{}", 400, "SuspendRequest"),
            ("PUT", "\(object)/suspension", #"{"reason": " "}"#, 400, "a reason is needed"),
            ("PUT", "/api/v1/objects/Pool/shop/pool/suspension", #"{"reason": "x"}"#, 400, "is not a kind"),
            ("PUT", "/api/v1/objects/TestSuite/shop/x/suspension", #"{"reason": "x"}"#, 404, "there is no TestSuite"),
            ("POST", "\(object)/suspension", "{}", 404, "there is nothing at"),
            ("POST", "/api/v1/objects/TestSuite/shop/x/renewal", "{}", 404, "there is no TestSuite"),
            ("PUT", "/api/v1/pin", #"{"commit": "main", "reason": "x"}"#, 400, "names no commit"),
            ("PUT", "/api/v1/pin?source=none", #"{"commit": "abcd", "reason": "x"}"#, 404, "there is no source"),
            ("DELETE", "/api/v1/pin", nil, 404, "is not pinned"),
            ("POST", "/api/v1/reconcile", #"{"object": "pool"}"#, 400, "is not Kind/NAME"),
            ("POST", "/api/v1/reconcile", #"{"object": "TestSuite/x"}"#, 404, "there is no TestSuite/x"),
            ("GET", "/api/v1/commits/main", nil, 400, "names no commit"),
        ] as [(String, String, String?, Int, String)] {
            let response = try await server.send(method, target, body: body)
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(response.status == status && text.contains(part), "\(method) \(target): \(response.status) \(text)")
        }
        // A source without commits has none to be pinned to.
        let commit = String(repeating: "a", count: 40)
        let folder = try await server.send(
            "PUT", "/api/v1/pin", body: #"{"commit": "\#(commit)", "reason": "x"}"#)
        #expect(folder.status == 400 && String(decoding: folder.body, as: UTF8.self).contains("has no commits"))
        await server.stop()
    }
}
