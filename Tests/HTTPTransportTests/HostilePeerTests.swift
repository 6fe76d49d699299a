import Foundation
import HTTPTransport
import TestSupport
import Testing

struct HostilePeerTests {
    let client = HTTPClient()

    private func error(_ request: HTTPRequest) async -> HTTPTransportError? {
        await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
    }

    @Test func aBodyThatStopsHalfWayTimesOut() async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/stall"), timeout: .milliseconds(300)))
        #expect(error?.description.hasSuffix("did not end within 300ms") == true)
    }

    @Test func aLoopEnds() async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/loop"), followRedirects: true, maxRedirects: 20))
        #expect(error == .tooManyRedirects(limit: 20))
        #expect(error?.isPeerFailure == true)
        let none = await self.error(
            HTTPRequest(url: try Fixture.url("/redirect/1"), followRedirects: true, maxRedirects: 0))
        #expect(none == .tooManyRedirects(limit: 0))
    }

    @Test func theBodyOfARedirectIsBounded() async throws {
        let error = await error(
            HTTPRequest(url: try Fixture.url("/fat-redirect"), maxBodyBytes: 1 << 20, followRedirects: true))
        #expect(error == .bodyTooLarge(limit: 1 << 20))
    }

    /// 4 GiB in 4 MiB. Breaks when the bound counts what is received instead of what is unpacked.
    @Test func aBombIsBrokenOff() async throws {
        var request = HTTPRequest(url: try Fixture.url("/squeezed/4096"), maxBodyBytes: 1 << 20)
        request.acceptsCompression = true
        let before = Self.residentKilobytes
        #expect(await error(request) == .bodyTooLarge(limit: 1 << 20))
        #expect(Self.residentKilobytes - before < 256 << 10)
        // As it comes it is a body like any other.
        request.url = try Fixture.url("/squeezed/16")
        #expect(await error(request) == .bodyTooLarge(limit: 1 << 20))
        request.acceptsCompression = false
        #expect(try await client.send(request).body.count < 64 << 10)
    }

    @Test func aFalseCompressionIsNamed() async throws {
        var request = HTTPRequest(url: try Fixture.url("/squeezed/1?as=br"))
        request.acceptsCompression = true
        let error = await error(request)
        #expect(error?.isPeerFailure == true)
        #expect(error?.description.contains("no valid HTTP answer") == true, "\(String(describing: error))")
    }

    /// The most that this process ever held.
    private static var residentKilobytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
