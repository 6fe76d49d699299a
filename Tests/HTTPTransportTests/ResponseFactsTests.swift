import Foundation
import HTTPTransport
import TestSupport
import Testing

struct ResponseFactsTests {
    @Test("Redirects that were followed are told with status, sender and target")
    func redirectsAreTold() async throws {
        let url = try Fixture.url("/redirect/2")
        let answer = try await HTTPClient().send(HTTPRequest(url: url, followRedirects: true))
        #expect(answer.status == 200)
        #expect(answer.redirects.map(\.status) == [302, 302])
        #expect(answer.redirects.map(\.location) == ["/redirect/1", "/echo/end"])
        #expect(answer.redirects.map(\.url) == [url, try Fixture.url("/redirect/1")])
        #expect(answer.ip == "127.0.0.1")
        #expect(answer.tls == nil)
        #expect(try await HTTPClient().send(HTTPRequest(url: url)).redirects.isEmpty)
    }

    @Test("The version of TLS and the certificate are told where they are asked for, on a connection in use too")
    func certificateIsTold() async throws {
        let folder = try TemporaryDirectory()
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/tls_server.py")
        let server = try FixtureServer(script: script, arguments: [folder.url.path(percentEncoded: false)])
        var request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
        request.tls.authorities = try Data(contentsOf: folder.url.appending(path: "cert.pem"))
        let client = HTTPClient()
        #expect(try await client.send(request).tls == nil)
        request.tellsTLSFacts = true
        for _ in 0..<2 {
            let facts = try #require(try await client.send(request).tls)
            #expect(facts.version == "TLSv1.3")
            #expect(facts.certificate["Subject"]?.contains("localhost") == true)
            #expect(facts.certificate["Issuer"]?.contains("Rondo Test") == true)
            #expect(facts.certificate["Expire date"]?.hasSuffix("GMT") == true)
            #expect(facts.certificate["X509v3 Subject Alternative Name"]?.contains("127.0.0.1") == true)
            #expect(facts.certificate["Cert"] == nil)
        }
    }
}
