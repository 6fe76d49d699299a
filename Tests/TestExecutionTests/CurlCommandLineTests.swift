import Foundation
import HTTPTransport
import Model
import TestLanguage
import TestSupport
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
        let built = try Self.build(request)
        let ours = try Seen(try await Fixture.http.send(built).body)
        let theirs = try Seen(try await Self.shell(CurlCommandLine.text(of: built)))
        #expect(ours == theirs)
    }

    private static func build(_ request: RestRequest, files: URL = URL(filePath: "/nowhere")) throws -> HTTPRequest {
        try RequestBuilder(
            rest: request, timeout: .seconds(60), files: ScratchFiles(folder: files), redactor: Redactor()
        ).build()
    }

    @Test func redirectsAreRepeatedToo() async throws {
        let request = RestRequest(
            method: "POST", url: try Fixture.url("/redirect/2?status=303"), body: "x", followRedirects: true)
        let built = try Self.build(request)
        let ours = try Seen(try await Fixture.http.send(built).body)
        #expect(ours.method == "GET")
        #expect(try Seen(try await Self.shell(CurlCommandLine.text(of: built))) == ours)
    }

    @Test func headDoesNotWaitForABody() {
        #expect(
            CurlCommandLine.text(of: HTTPRequest(method: "HEAD", url: "http://a.test/"))
                == "curl --head http://a.test/")
    }

    /// The line with every option, run by a shell in the folder of the files.
    @Test(arguments: [
        #"{"path":"/x","method":"POST","form":{"a b":"1&2","c":"it's"}}"#,
        #"{"path":"/x","method":"PUT","file":"data/a b.txt","headers":{"Content-Type":"text/plain"}}"#,
        #"{"path":"/x","method":"POST","file":"data/a b.txt"}"#,
        #"{"path":"/x","cookies":{"a":"1","b":"x y"}}"#,
        #"{"path":"/redirect/2","cookies":{"a":"1"},"followRedirects":true,"maxRedirects":3}"#,
        #"{"path":"/x","compressed":true,"http":"1.1","timeout":"2500ms"}"#,
        #"{"path":"/x","tls":{"insecure":true,"min":"1.2"}}"#,
    ])
    func everyOptionIsRepeated(_ json: String) async throws {
        let scratch = try TemporaryDirectory()
        let folder = scratch.url.appending(path: "data")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("line\nit's".utf8).write(to: scratch.url.appending(path: "data/a b.txt"))
        var request = try Fixture.request(json)
        let path = request.path ?? ""
        (request.url, request.path) = (try Fixture.url(path.hasPrefix("/redirect") ? path : "/echo" + path), nil)
        let built = try Self.build(request, files: scratch.url)
        let ours = try Seen(try await Fixture.http.send(built).body)
        let line = "cd '\(scratch.url.path(percentEncoded: false))'; " + CurlCommandLine.text(of: built, from: request)
        #expect(try Seen(try await Self.shell(line)) == ours)
    }

    @Test func partsAreRepeated() async throws {
        let scratch = try TemporaryDirectory()
        try Data("a;b\n".utf8).write(to: scratch.url.appending(path: "a;b, \"c\".csv"))
        let request = try Fixture.request(
            #"""
            {"url":"COUNTERPART/post","method":"POST","multipart":{
             "plain":"it's; type=x, \"q\" \\ @y","at":"@x","typed":{"value":"{\"a\":1;2}","type":"application/json"},
             "named":{"value":"<v","filename":"n;m.txt"},
             "file":{"file":"a;b, \"c\".csv","type":"text/csv","filename":"say \"hi\".csv"}}}
            """#)
        let built = try Self.build(request, files: scratch.url)
        let line = "cd '\(scratch.url.path(percentEncoded: false))'; " + CurlCommandLine.text(of: built, from: request)
        let ours = try JSONParser.parse(Array(try await Fixture.http.send(built).body))
        let theirs = try JSONParser.parse(Array(try await Self.shell(line)))
        #expect(ours["form"]?["plain"] == .string("it's; type=x, \"q\" \\ @y"))
        #expect(theirs["form"] == ours["form"])
        #expect(theirs["files"] == ours["files"])
    }

    /// Breaks when a secret is written out.
    @Test(arguments: [
        (#""auth":{"basic":{"user":"ana","password":"hidden"}}"#, "curl -u 'ana:***' http://a.test/"),
        (#""auth":{"digest":{"user":"ana","password":"hidden"}}"#, "curl --digest -u 'ana:***' http://a.test/"),
        (#""auth":{"bearer":"hidden"}"#, "curl -H 'authorization: Bearer ***' http://a.test/"),
        (
            #""auth":{"awsSigV4":{"accessKey":"AK","secretKey":"hidden","sessionToken":"hidden","region":"r","service":"s"}}"#,
            "curl --aws-sigv4 aws:amz:r:s -u 'AK:***' -H 'x-amz-security-token: ***' http://a.test/"
        ),
        (
            #""auth":{"clientCert":{"cert":"-----BEGIN CERTIFICATE-----hidden","key":"-----BEGIN KEY-----hidden"}}"#,
            "curl --cert client.pem --key client.key http://a.test/"
        ),
        (#""proxy":"http://ana:hidden@p.test:3128""#, "curl -x 'http://***@p.test:3128' --noproxy '' http://a.test/"),
        (#""http":"2""#, "curl --http2-prior-knowledge http://a.test/"),
        (#""followRedirects":true"#, "curl -L --max-redirs 20 -b '' http://a.test/"),
    ])
    func secretsAreNotWritten(_ part: String, _ line: String) throws {
        let request = try Fixture.request(#"{"url":"http://a.test/",\#(part)}"#)
        #expect(CurlCommandLine.text(of: try Self.build(request), from: request) == line)
    }

    @Test func anotherServerNameIsRepeated() async throws {
        let peer = try NamedPeer()
        let scratch = try TemporaryDirectory()
        try Data(peer.certificate.utf8).write(to: scratch.url.appending(path: "ca.pem"))
        let request = try Fixture.request(
            #"{"url":"\#(peer.url)/x","tls":{"ca":"ca.pem","serverName":"shop.example","min":"1.3"},"http":"2"}"#)
        let built = try Self.build(request, files: scratch.url)
        let line = "cd '\(scratch.url.path(percentEncoded: false))'; " + CurlCommandLine.text(of: built, from: request)
        let ours = try await Fixture.http.send(built)
        #expect(String(decoding: ours.body, as: UTF8.self) == "shop.example|\(peer.host)")
        #expect(try await Self.shell(line) == ours.body)
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

    /// Breaks when a long body is shown whole, or what is left of a secret at its cut is not masked.
    @Test func aLongBodyIsCut() {
        let head = String(repeating: "x", count: CurlCommandLine.bodyLimit - 6)
        let request = HTTPRequest(
            method: "POST", url: "http://127.0.0.1/",
            body: Data((head + "top-secret-value" + String(repeating: "y", count: 5_000_000)).utf8))
        let text = CurlCommandLine.text(of: request, redactor: Redactor(["top-secret-value"]))
        #expect(text.hasSuffix("x***… (64Ki of 5065546 bytes)'"), "\(text.suffix(80))")
        #expect(text.utf8.count < CurlCommandLine.bodyLimit + 200)
    }
}
