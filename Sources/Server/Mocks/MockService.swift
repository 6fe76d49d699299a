import Foundation
import HTTPTypes
import Hummingbird
package import Model
import NIOCore
import Synchronization

/// One mocked service on a loopback port.
package final class MockService: Sendable {
    private let state: Mutex<MockState>
    private let server: Mutex<ListeningServer?>

    private init(spec: MockSpec) {
        state = Mutex(MockState(spec: spec))
        server = Mutex(nil)
    }

    /// Starts to answer, on `port` when it is free, else on another one.
    package static func start(spec: MockSpec, port: Int?) async throws -> MockService {
        let service = MockService(spec: spec)
        let listening: ListeningServer
        do {
            listening = try await service.listen(port: port ?? 0)
        } catch  where port != nil {
            listening = try await service.listen(port: 0)
        }
        service.server.withLock { $0 = listening }
        return service
    }

    package var port: Int { server.withLock { $0?.port ?? 0 } }
    package var spec: MockSpec { state.withLock { $0.spec } }

    package func replace(with spec: MockSpec) {
        state.withLock { $0.replace(with: spec) }
    }

    package func stop() async {
        let listening = server.withLock { server in
            defer { server = nil }
            return server
        }
        await listening?.stop()
    }

    private func listen(port: Int) async throws -> ListeningServer {
        // The server keeps the service alive, not the other way round only: a weak reference ends the cycle.
        try await ListeningServer.start(host: "127.0.0.1", port: port) {
            [weak self] (request: Request, _: BasicRequestContext) in
            guard let self else { return Response(status: .serviceUnavailable) }
            return try await respond(to: request)
        }
    }

    private func respond(to request: Request) async throws -> Response {
        let method = request.method.rawValue
        let path = request.uri.path
        guard let answer = state.withLock({ $0.respond(method: method, path: path) }) else {
            return try Self.noRoute(method: method, path: path)
        }
        if let delay = answer.delay { try await Task.sleep(for: delay.duration) }
        return try Self.response(answer)
    }

    private static func response(_ answer: MockResponse) throws -> Response {
        var headers = HTTPFields()
        var body = ByteBuffer()
        if let json = answer.json {
            headers[.contentType] = "application/json"
            body = ByteBuffer(bytes: try CanonicalEncoding.data(json))
        } else if let text = answer.body {
            headers[.contentType] = "text/plain; charset=utf-8"
            body = ByteBuffer(string: text)
        }
        for (name, value) in answer.headers {
            guard let field = HTTPField.Name(name) else { continue }
            headers[field] = value
        }
        return Response(
            status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private static func noRoute(method: String, path: String) throws -> Response {
        let body = JSONValue.object(["error": .string("no route of this mock answers \(method) \(path)")])
        return Response(
            status: .notFound, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try CanonicalEncoding.data(body))))
    }
}
