import Foundation
import TestSupport
import Testing

@testable import HTTPTransport

/// Link-local addresses, where a machine of a cloud finds its own credentials, are for who asks for them.
struct LinkLocalTests {
    @Test(arguments: [
        ("169.254.169.254", true), ("169.254.0.1", true), ("169.253.255.255", false), ("127.0.0.1", false),
        ("[fe80::1]", true), ("[febf::1%25eth0]", true), ("[fec0::1]", false), ("[fd00:ec2::254]", true),
        ("[::ffff:169.254.169.254]", true), ("[::ffff:127.0.0.1]", false), ("[::1]", false), ("localhost", false),
        ("169.254.169.254.example", false),
    ])
    func addresses(_ host: String, _ isLinkLocal: Bool) { #expect(LinkLocal.holds(host) == isLinkLocal) }

    /// Breaks when `CheckedRequest` does not ask `LinkLocal`: a proxy would be asked for it.
    @Test("A request to one is refused, whatever its proxy, and in every spelling")
    func refused() async {
        let client = HTTPClient()
        for host in ["169.254.169.254", "[fe80::1]", "0xa9fea9fe", "2852039166", "169.16689662"] {
            var request = HTTPRequest(url: "http://\(host)/latest/meta-data/", timeout: .seconds(5))
            for proxy in [nil, "http://127.0.0.1:9"] {
                request.proxy = proxy
                let error = await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
                guard case .linkLocal? = error else {
                    Issue.record("\(host) by \(proxy ?? "no proxy"): \(error.map { "\($0)" } ?? "no error")")
                    continue
                }
            }
        }
    }

    /// Breaks when `Hop.following` does not ask `LinkLocal`, or `Transfer` sets no guard.
    @Test("A redirect does not lead there")
    func redirected() async throws {
        let client = HTTPClient()
        let target = "http://169.254.169.254/latest/meta-data/"
        let url = try Fixture.url("/leave?to=\(PercentEncoding.encode(target))")
        let error = await #expect(throws: HTTPTransportError.self) {
            try await client.send(HTTPRequest(url: url, followRedirects: true))
        }
        guard case .linkLocal? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "no error")")
            return
        }
    }

    @Test("Who asks may go there")
    func allowed() {
        var request = HTTPRequest(url: "http://169.254.169.254/")
        #expect(throws: HTTPTransportError.linkLocal(endpoint: "169.254.169.254:80")) { try CheckedRequest(request) }
        request.allowsLinkLocal = true
        #expect(throws: Never.self) { try CheckedRequest(request) }
    }
}
