import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import API

struct LogsClientTests {
    @Test func asksForAPartOfALogAndReadsIt() async throws {
        let entry = LogEntry(
            position: 7, run: RunID(rawValue: "r-1"), task: "a test", attempt: 2, worker: WorkerID(rawValue: "w"),
            chunk: LogChunk(
                sequence: 3, time: Date(timeIntervalSince1970: 1_700_000_000.25), stream: .stderr,
                text: "é\u{0}\u{1B}[2J\n"))
        let page = LogPage(items: [entry], next: 7, ended: true)
        let body = try APICoding.encode(page)
        let seen = Recorder<LoopbackServer.Request>()
        let server = try LoopbackServer { request in
            seen.record(request)
            return LoopbackServer.Response(status: request.method == "GET" ? 200 : 204, body: body)
        }
        defer { server.stop() }
        let client = APIClient(baseURL: server.url, token: Secret("t"))
        let query = LogQuery(
            run: RunID(rawValue: "r-1"), task: "a test", attempt: 2, after: 6, limit: 50, wait: .seconds(10))
        #expect(try await client.logs(query) == page)
        #expect(
            seen.all.first?.target == "/api/v1/runs/r-1/logs?after=6&task=a%20test&attempt=2&limit=50&wait=10s")
        _ = try await client.logs(LogQuery(run: RunID(rawValue: "r-1")))
        #expect(seen.all.last?.target == "/api/v1/runs/r-1/logs?after=0&limit=1000&wait=0ms")

        let worker = WorkerClient(ControllerAddress(url: server.url), http: HTTPClient())
        try await worker.send([entry.chunk], of: LeaseToken(rawValue: "l"), Secret("c"))
        let request = try #require(seen.all.last)
        #expect(request.target == "/worker/v1/logs" && request.headers["authorization"] == "Bearer c")
        let message = try APICoding.decode(LogsRequest.self, from: request.body)
        #expect(message == LogsRequest(lease: LeaseToken(rawValue: "l"), chunks: [entry.chunk]))
    }

    @Test func aQueryStaysWithinItsBounds() {
        let query = LogQuery(run: RunID(rawValue: "r"), limit: 1_000_000, wait: .minutes(60))
        #expect(query.limit == 1_000 && query.wait == .seconds(30))
        #expect(LogQuery(run: RunID(rawValue: "r"), limit: -1).limit == 1)
    }
}
