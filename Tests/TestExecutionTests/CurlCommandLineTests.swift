import Foundation
import HTTPTransport
import Model
import Testing

@testable import TestExecution

struct CurlCommandLineTests {
    @Test func itReadsAsTheSketch() {
        let request = HTTPRequest(
            method: "POST", url: "http://127.0.0.1:41873/orders",
            headers: [("content-type", "application/json"), ("traceparent", "00-1-2-01")],
            body: Data(#"{"sku":"A1"}"#.utf8))
        #expect(
            CurlCommandLine.text(of: request)
                == #"curl -X POST http://127.0.0.1:41873/orders -H 'content-type: application/json' -d '{"sku":"A1"}'"#)
    }

    /// Runs the line in a shell and compares what the server saw with what it saw of us.
    @Test(arguments: [
        RestRequest(path: "/x"),
        RestRequest(path: "/it's", query: ["a": "1&2", "b": "$(id) `id` 'x' \"y\" \\ %41 ü"]),
        RestRequest(path: "/{a,b}/[1-3]"),
        RestRequest(
            method: "POST", headers: ["X-Quote": "it's $HOME", "X-Empty": ""],
            json: .object(["it's": .string("$(id)\n\\n")])),
        RestRequest(method: "POST", body: "@/etc/hostname"), RestRequest(method: "POST"),
        RestRequest(method: "PUT", body: "line one\nline two\r\n\ttab; rm -rf x && y | z > w # c"),
        RestRequest(method: "DELETE"), RestRequest(method: "GET", body: "unusual"),
        RestRequest(method: "PATCH", headers: ["content-type": "text/plain; a=b"], body: ""),
        RestRequest(method: "POST", headers: ["Content-Type": "a/b"], body: "x"), RestRequest(method: "OPTIONS"),
    ])
    func pastedIntoAShellItRepeatsTheRequest(_ partial: RestRequest) async throws {
        let request = RestRequest(
            method: partial.method, url: try Fixture.url("/echo"), path: partial.path, query: partial.query,
            headers: partial.headers, json: partial.json, body: partial.body)
        let built = try #require(
            try RequestBuilder(rest: request, timeout: .seconds(60), trace: TraceContext()).build())
        let ours = try Seen(try await Fixture.http.send(built).body)
        let theirs = try Seen(try await Self.shell(CurlCommandLine.text(of: built)))
        #expect(ours == theirs)
    }

    @Test func redirectsAreRepeatedToo() async throws {
        let request = RestRequest(
            method: "POST", url: try Fixture.url("/redirect/2?status=303"), body: "x", followRedirects: true)
        let built = try #require(
            try RequestBuilder(rest: request, timeout: .seconds(60), trace: TraceContext()).build())
        let ours = try Seen(try await Fixture.http.send(built).body)
        #expect(ours.method == "GET")
        #expect(try Seen(try await Self.shell(CurlCommandLine.text(of: built))) == ours)
    }

    @Test func headDoesNotWaitForABody() {
        #expect(
            CurlCommandLine.text(of: HTTPRequest(method: "HEAD", url: "http://a.test/"))
                == "curl --head http://a.test/")
    }

    /// What the server saw, without what tells the two programs apart.
    struct Seen: Decodable, Equatable {
        let method: String
        let path: String
        let query: [[String]]
        let body: String
        let headers: [[String]]

        init(_ data: Data) throws {
            let echo = try JSONDecoder().decode(Seen.self, from: data)
            (method, path, query, body) = (echo.method, echo.path, echo.query, echo.body)
            headers = echo.headers.map { [($0.first ?? "").lowercased()] + $0.dropFirst() }
                .filter { !["traceparent", "user-agent"].contains($0[0]) }.sorted { "\($0)" < "\($1)" }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            method = try container.decode(String.self, forKey: .method)
            path = try container.decode(String.self, forKey: .path)
            query = try container.decode([[String]].self, forKey: .query)
            body = try container.decode(String.self, forKey: .body)
            headers = try container.decode([[String]].self, forKey: .headers)
        }

        enum CodingKeys: String, CodingKey { case method, path, query, body, headers }
    }

    /// The line as a person pastes it, run by the shell; the output without curl's progress.
    private static func shell(_ line: String) async throws -> Data {
        let result = try await Fixture.run(Fixture.sh("exec 2>/dev/null; " + line))
        return Data((result.output?.stdout ?? "").utf8)
    }
}
