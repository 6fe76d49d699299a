import Foundation
import HTTPTransport
import Hummingbird
import Model
import Server
import Testing

private typealias RouteContext = BasicRequestContext

struct MockServerTests {
    private let dev = ObjectIdentity(kind: .environment, name: "dev")
    private let http = HTTPClient()

    @Test func servesEachServiceOnAPortOfItsOwn() async throws {
        let server = MockServer()
        let ports = try await server.serve(
            [
                "shop": MockSpec(routes: [
                    MockRoute(
                        path: "/a",
                        response: MockResponse(
                            status: 202, headers: ["X-Mock": "yes"], json: .object(["n": .integer(1)]),
                            delay: .milliseconds(1))),
                    MockRoute(path: "/text", response: MockResponse(body: "plain")),
                    MockRoute(path: "/nothing", response: MockResponse(status: 204)),
                ]),
                "other": MockSpec(routes: []),
            ], for: dev, ports: [:])
        #expect(Set(ports.keys) == ["shop", "other"] && ports["shop"] != ports["other"])
        let shop = "http://127.0.0.1:\(ports["shop"] ?? 0)"
        let json = try await http.send(HTTPTransport.HTTPRequest(method: "GET", url: "\(shop)/a"))
        #expect(json.status == 202)
        #expect(json.headers["x-mock"] == "yes")
        #expect(json.headers["content-type"] == "application/json")
        #expect(String(decoding: json.body, as: UTF8.self) == #"{"n":1}"#)
        let text = try await http.send(HTTPTransport.HTTPRequest(method: "GET", url: "\(shop)/text"))
        #expect(String(decoding: text.body, as: UTF8.self) == "plain")
        #expect(try await http.send(HTTPTransport.HTTPRequest(method: "GET", url: "\(shop)/nothing")).status == 204)
        let missing = try await http.send(HTTPTransport.HTTPRequest(method: "DELETE", url: "\(shop)/b"))
        #expect(missing.status == 404)
        #expect(String(decoding: missing.body, as: UTF8.self).contains("DELETE /b"))
        #expect(await server.served()[dev]?["shop"]?.url == shop)
        await server.stopAll()
        #expect(await server.served().isEmpty)
    }

    @Test func keepsItsPortsAcrossChangesAndRestarts() async throws {
        let first = MockServer()
        let spec = MockSpec(routes: [MockRoute(path: "/", response: MockResponse())])
        let ports = try await first.serve(["shop": spec, "gone": spec], for: dev, ports: [:])
        let changed = try await first.serve(["shop": MockSpec(routes: [])], for: dev, ports: ports)
        #expect(changed == ["shop": ports["shop"] ?? 0])
        await first.stop(dev)

        let second = MockServer()
        #expect(try await second.serve(["shop": spec], for: dev, ports: ports)["shop"] == ports["shop"])
        let third = MockServer()
        let other = try await third.serve(["shop": spec], for: dev, ports: ports)
        #expect(other["shop"] != nil && other["shop"] != ports["shop"], "a taken port is replaced")
        await second.stopAll()
        await third.stopAll()
    }

    @Test func aTakenPortOfTheAPIIsAClearError() async throws {
        let mocks = MockServer()
        let ports = try await mocks.serve(["shop": MockSpec(routes: [])], for: dev, ports: [:])
        let port = try #require(ports["shop"])
        await #expect {
            _ = try await ListeningServer.start(host: "127.0.0.1", port: port) { (_, _: RouteContext) in
                .init(status: .ok)
            }
        } throws: { error in
            "\(error)".contains("in use") && "\(error)".contains("--listen")
        }
        await mocks.stopAll()
    }
}
