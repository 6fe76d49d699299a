import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import API

struct WorkerClientTests {
    /// Answers each path with its own body; an empty one is a 204.
    private func server(_ answers: [String: String], _ seen: Mutex<[String: LoopbackServer.Request]>.Box) throws
        -> LoopbackServer
    {
        try LoopbackServer { request in
            seen.value.withLock { $0[request.target] = request }
            let body = answers[request.target] ?? ""
            return LoopbackServer.Response(status: body.isEmpty ? 204 : 200, body: Data(body.utf8))
        }
    }

    private let credential = #"""
        {"credential":"c1","expiresAt":"2026-01-02T03:04:05.678Z","heartbeat":"5s","lease":"15s","worker":"w1"}
        """#

    @Test func tradesTokensForCredentials() async throws {
        let seen = Mutex<[String: LoopbackServer.Request]>.Box([:])
        let server = try server(
            ["/worker/v1/join": credential, "/worker/v1/rejoin": credential, "/worker/v1/renew": credential], seen)
        defer { server.stop() }
        let client = WorkerClient(ControllerAddress(url: server.url), http: HTTPClient())
        let hello = WorkerHello(capabilities: ["os": "linux"], resources: InstanceResources(), slots: 1, version: "1")
        let joined = try await client.join(JoinRequest(token: "t", publicKey: Data([1, 2]), hello: hello))
        #expect(joined.worker == WorkerID(rawValue: "w1"))
        #expect(joined.credential == "c1")
        #expect(joined.heartbeat == .seconds(5))
        #expect(joined.lease == .seconds(15))
        #expect(abs(joined.expiresAt.timeIntervalSince1970 - 1_767_323_045.678) < 0.002)
        let time = Date(timeIntervalSince1970: 1_700_000_000)
        _ = try await client.rejoin(RejoinRequest(credential: "c0", time: time, signature: Data([3]), hello: hello))
        _ = try await client.renew(Secret("c0"))
        let requests = seen.value.withLock { $0 }
        #expect(requests["/worker/v1/join"]?.headers["authorization"] == nil)
        #expect(requests["/worker/v1/rejoin"]?.headers["authorization"] == nil)
        #expect(requests["/worker/v1/renew"]?.headers["authorization"] == "Bearer c0")
        let sent = try APICoding.decode(JoinRequest.self, from: requests["/worker/v1/join"]?.body ?? Data())
        #expect(sent.hello == hello)
        #expect(sent.publicKey == Data([1, 2]))
    }

    @Test func noTaskIsNil() async throws {
        let seen = Mutex<[String: LoopbackServer.Request]>.Box([:])
        let server = try server([:], seen)
        defer { server.stop() }
        let client = WorkerClient(ControllerAddress(url: server.url), http: HTTPClient())
        #expect(try await client.lease(wait: .seconds(20), Secret("c")) == nil)
        let request = try #require(seen.value.withLock { $0["/worker/v1/lease"] })
        #expect(request.method == "POST")
        #expect(request.headers["content-type"] == "application/json")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"wait":"20s"}"#)
    }

    @Test func aGrantIsReadWhole() async throws {
        let grant = LeaseGrant(
            lease: LeaseToken(rawValue: "l1"), run: RunID(rawValue: "r1"),
            suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev", attempt: 2,
            definition: TestDefinition(
                settings: TestSettings(name: "t"), body: .command(CommandSpec(run: ["true"]))),
            captures: ["id": .integer(7)], secrets: ["s"])
        let seen = Mutex<[String: LoopbackServer.Request]>.Box([:])
        let server = try server(
            [
                "/worker/v1/lease": String(decoding: try APICoding.encode(grant), as: UTF8.self),
                "/worker/v1/heartbeat": #"{"cancel":["l9"]}"#,
            ], seen)
        defer { server.stop() }
        let client = WorkerClient(ControllerAddress(url: server.url), http: HTTPClient())
        let read = try #require(try await client.lease(wait: .seconds(1), Secret("c")))
        #expect(read.lease == grant.lease)
        #expect(read.definition == grant.definition)
        #expect(read.captures == grant.captures)
        #expect(read.attempt == 2)
        let answer = try await client.heartbeat([grant.lease], Secret("c"))
        #expect(answer.cancel == [LeaseToken(rawValue: "l9")])
        let result = TaskResult(
            outcome: .passed, startedAt: Date(timeIntervalSince1970: 1), duration: .milliseconds(5))
        try await client.report(result, for: grant.lease, Secret("c"))
        let sent = try #require(seen.value.withLock { $0["/worker/v1/result"] })
        let request = try APICoding.decode(ResultRequest.self, from: sent.body)
        #expect(request.lease == grant.lease)
        #expect(request.result == result)
    }
}

extension Mutex where Value: Sendable {
    /// A mutex that a closure can hold.
    final class Box: Sendable {
        let value: Mutex<Value>

        init(_ initial: Value) { value = Mutex(initial) }
    }
}
