import Foundation
import Testing

@testable import HTTPTransport

struct HopTests {
    private func hop(_ method: String = "GET", _ url: String = "https://shop.test/a/b?c=1", body: String? = nil) throws
        -> Hop
    {
        Hop(try CheckedRequest(HTTPRequest(method: method, url: url, body: body.map { Data($0.utf8) })))
    }

    /// Methods as in the table of Fetch §4.4.
    @Test(arguments: [
        (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (307, "POST", "POST"), (308, "POST", "POST"),
        (300, "POST", "POST"), (301, "PUT", "PUT"), (302, "DELETE", "DELETE"), (303, "PUT", "GET"),
        (303, "DELETE", "GET"), (303, "HEAD", "HEAD"), (301, "HEAD", "HEAD"), (303, "GET", "GET"),
    ])
    func methodsChangeAsInBrowsers(_ status: Int, _ before: String, _ after: String) throws {
        let body = before == "HEAD" ? nil : "x"
        let next = try hop(before, body: body).following(status, to: "/next")
        #expect(next.method == after)
        #expect(next.body == (before == after ? body.map { Data($0.utf8) } : nil))
    }

    @Test(arguments: [200, 201, 304, 305, 306, 399, 400])
    func otherStatusesLeadNowhere(_ status: Int) { #expect(!Hop.isRedirect(status)) }

    /// Breaks when one of scheme, host and port is left out of `Origin`, or when `isAtHome` looks at the last hop alone.
    @Test(arguments: [
        ("/c", true), ("?x", true), ("//shop.test/c", true), ("https://SHOP.test:443/c", true),
        ("https://shop.test:8443/", false), ("http://shop.test/", false), ("http://shop.test:443/", false),
        ("https://www.shop.test/", false), ("https://shop.test.evil.test/", false), ("//evil.test", false),
        ("https://shop.test@evil.test/", false), ("https:\\\\evil.test/", false),
    ])
    func homeIsSchemeHostAndPort(_ location: String, _ isHome: Bool) throws {
        guard let next = try? hop().following(302, to: location) else {
            #expect(!isHome)
            return
        }
        #expect(next.isAtHome == isHome, "\(next.url)")
        #expect(try next.following(302, to: "https://shop.test/back").isAtHome == isHome)
    }

    @Test(arguments: [
        "file:///etc/passwd", "gopher://shop.test/", "javascript:alert(1)", "http://", "http://[", "x y:",
    ])
    func otherTargetsAreRefused(_ location: String) throws {
        let hop = try hop()
        do {
            let next = try hop.following(302, to: location)
            #expect(next.isAtHome, "\(next.url) is a path of the same origin")
        } catch {
            guard case .protocolViolation("shop.test:443", let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.contains("is no URL of http or https"))
        }
    }

    @Test func blanksInALocationAreEncoded() throws {
        #expect(try hop().following(302, to: "/a b?c d").url == "https://shop.test/a%20b?c+d")
    }
}
