import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import API

/// Answers every request with one response and remembers what was asked.
private final class Recorder: Sendable {
    let server: LoopbackServer

    init(status: Int = 200, body: String) throws {
        let requests = Requests()
        server = try LoopbackServer { request in
            requests.list.withLock { $0.append(request) }
            return LoopbackServer.Response(status: status, body: Data(body.utf8))
        }
        self.requests = requests
    }

    private final class Requests: Sendable { let list = Mutex<[LoopbackServer.Request]>([]) }
    private let requests: Requests

    deinit { server.stop() }

    var targets: [String] { requests.list.withLock { $0.map { "\($0.method) \($0.target)" } } }
    var last: LoopbackServer.Request? { requests.list.withLock { $0.last } }

    func client(token: Secret? = Secret("admin")) -> APIClient { APIClient(baseURL: server.url + "/", token: token) }
}

struct APIClientTests {
    private static let empty = #"{"formatVersion":"1","items":[],"kind":"List"}"#

    @Test("An element that can't be read is passed over and named; the others are there")
    func poisonPill() async throws {
        let good = #"{"id":"w1","state":"idle"}"#
        let sources = #"{"conditions":[],"diagnostics":[],"fileCount":0,"name":"shop","url":"u"}"#
        let poison = [
            "7", "null", "{}", #"{"kind":"Future","metadata":{"name":"x\u001b[31m"}}"#, #"{"name":[1]}"#, good,
        ]
        let body =
            #"{"formatVersion":"1","kind":"SourceList","items":[\#((poison + [sources]).joined(separator: ","))]}"#
        let recorder = try Recorder(body: body)
        let list = try await recorder.client().sources()
        #expect(recorder.targets == ["GET /api/v1/sources"])
        #expect(list.items.map(\.name) == ["shop"])
        #expect(list.unreadable.count == poison.count)
        #expect(list.unreadable[0].hasPrefix("item 1 of the SourceList can't be read"))
        #expect(list.unreadable[3].hasPrefix("item 4 (Future/x [31m) of the SourceList"), "\(list.unreadable[3])")
        #expect(list.unreadable[5].hasPrefix("item 6 (w1)"))
        let noList = try Recorder(body: #"{"formatVersion":"1","kind":"List","items":{}}"#)
        await #expect(throws: APIError.self) { try await noList.client().sources() }
        #expect(noList.targets.count == 1)
    }

    @Test func asksForEveryListingAtItsPath() async throws {
        let recorder = try Recorder(body: Self.empty)
        let client = recorder.client()
        _ = try await client.objects()
        _ = try await client.objects(kind: .testSuite, namespace: "team-a")
        _ = try await client.sources()
        _ = try await client.workers()
        _ = try await client.runs()
        _ = try await client.runs(suite: ObjectIdentity(kind: .testSuite, namespace: "a", name: "b"))
        _ = try await client.events(
            object: ObjectIdentity(kind: .environment, name: "dev"), after: 17, limit: 10)
        #expect(
            recorder.targets == [
                "GET /api/v1/objects", "GET /api/v1/objects?kind=TestSuite&namespace=team-a", "GET /api/v1/sources",
                "GET /api/v1/workers", "GET /api/v1/runs", "GET /api/v1/runs?suite=TestSuite%2Fa%2Fb",
                "GET /api/v1/events?after=17&limit=10&object=Environment%2Fdev",
            ])
        #expect(recorder.last?.headers["authorization"] == "Bearer admin")
        #expect(recorder.last?.headers["accept"] == "application/json")
    }

    @Test func asksForEveryObjectAtItsPath() async throws {
        let recorder = try Recorder(status: 404, body: "")
        let client = recorder.client(token: nil)
        let identity = ObjectIdentity(kind: .cloudResource, namespace: "a b", name: "p/q")
        await #expect(throws: APIError.notFound(message: "HTTP status 404")) { try await client.object(identity) }
        await #expect(throws: APIError.self) { try await client.run(RunID(rawValue: "r1")) }
        await #expect(throws: APIError.self) { try await client.observed() }
        await #expect(throws: APIError.self) { try await client.desired() }
        await #expect(throws: APIError.self) { try await client.health() }
        #expect(
            recorder.targets == [
                "GET /api/v1/objects/CloudResource/a%20b/p%2Fq", "GET /api/v1/runs/r1", "GET /api/v1/observed",
                "GET /api/v1/desired", "GET /healthz",
            ])
        #expect(recorder.last?.headers["authorization"] == nil)
    }

    @Test func readsWhatTheServerWrites() async throws {
        let state = ObservedState(time: Date(timeIntervalSince1970: 1_700_000_000.125))
        let recorder = try Recorder(body: String(decoding: try APICoding.encode(state), as: UTF8.self))
        #expect(try await recorder.client().observed() == state)
        try await recorder.client().health()
    }

    @Test(arguments: [
        (401, #"{"error":{"code":"unauthorized","message":"expired"}}"#, APIError.unauthorized(message: "expired")),
        (404, #"{"error":{"code":"notFound","message":"no run r1"}}"#, .notFound(message: "no run r1")),
        (400, #"{"error":{"code":"badRequest","message":"no kind"}}"#, .badRequest(message: "no kind")),
        (409, #"{"error":{"code":"leaseLost","message":"late"}}"#, .leaseLost),
        (500, #"{"error":{"code":"internalError","message":"disk"}}"#, .server(status: 500, message: "disk")),
        (401, "", .unauthorized(message: "HTTP status 401")), (403, "{}", .unauthorized(message: "HTTP status 403")),
        (413, "too large", .badRequest(message: "HTTP status 413")),
        (502, "<html>", .server(status: 502, message: "HTTP status 502")),
        (302, "", .server(status: 302, message: "HTTP status 302")),
    ])
    func everyOtherAnswerIsATypedError(status: Int, body: String, expected: APIError) async throws {
        let recorder = try Recorder(status: status, body: body)
        await #expect(throws: expected) { try await recorder.client().sources() }
        #expect(!"\(expected)".isEmpty)
    }

    @Test func anAnswerThatIsNoJSONIsMalformed() async throws {
        let recorder = try Recorder(body: "<html>")
        do {
            _ = try await recorder.client().sources()
            Issue.record("no error")
        } catch {
            guard case .malformed = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.isTransient)
            #expect("\(error)".contains(recorder.server.url))
        }
    }

    @Test func noControllerIsUnreachable() async throws {
        let recorder = try Recorder(body: Self.empty)
        let url = recorder.server.url
        let client = recorder.client(token: Secret("tell-nobody"))
        recorder.server.stop()
        do {
            _ = try await client.sources()
            Issue.record("no error")
        } catch {
            guard case .unreachable(url, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.isTransient)
            #expect(!"\(error)".contains("tell-nobody"))
        }
    }

    @Test func cancellationIsTold() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { _ in
            gate.wait()
            return LoopbackServer.Response()
        }
        defer { server.stop() }
        let client = APIClient(baseURL: server.url, token: nil)
        let call = Task { try await client.sources() }
        call.cancel()
        await #expect(throws: APIError.cancelled) { try await call.value }
        gate.signal()
        #expect(!APIError.cancelled.isTransient)
        #expect(!"\(APIError.cancelled)".isEmpty)
    }

    @Test func whatIsNoJSONIsNotSent() async throws {
        let recorder = try Recorder(body: "{}")
        do {
            let _: [String: String] = try await recorder.client().post(APIRequest("x"), Double.nan)
            Issue.record("no error")
        } catch {
            guard case .badRequest = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(recorder.targets.isEmpty)
    }
}
