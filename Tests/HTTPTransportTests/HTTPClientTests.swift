import Foundation
import HTTPTransport
import Testing

struct HTTPClientTests {
    let client = HTTPClient()

    @Test func sendsMethodHeadersAndBodyAsGiven() async throws {
        let response = try await client.send(
            HTTPRequest(
                method: "POST", url: Fixture.url("/echo/orders?a=1%202&b="),
                headers: [("X-B", "2"), ("X-A", "1"), ("X-B", "3"), ("X-Empty", ""), ("Content-Type", "text/plain")],
                body: Data("näh\u{0}ok".utf8)))
        let echo = try Echo(response.body)
        #expect(response.status == 200)
        #expect(response.httpVersion == "1.1")
        #expect(response.headers["content-type"] == "application/json")
        #expect(echo.method == "POST")
        #expect(echo.path == "/echo/orders")
        #expect(echo.query == [["a", "1 2"], ["b", ""]])
        #expect(echo.body == "näh\u{0}ok")
        #expect(
            echo.headers.filter { $0[0].hasPrefix("X-") } == [
                ["X-B", "2"], ["X-A", "1"], ["X-B", "3"], ["X-Empty", ""],
            ])
        #expect(echo.values("content-type") == ["text/plain"])
        #expect(echo.values("expect").isEmpty)
    }
}
