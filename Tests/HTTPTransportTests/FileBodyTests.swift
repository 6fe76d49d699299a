import Foundation
import HTTPTransport
import TestSupport
import Testing

/// Bodies that are sent from files.
struct FileBodyTests {
    let client = HTTPClient()

    private func file(_ contents: String) throws -> (directory: TemporaryDirectory, url: URL) {
        let directory = try TemporaryDirectory()
        let url = directory.url.appending(path: "body")
        try Data(contents.utf8).write(to: url)
        return (directory, url)
    }

    private func request(_ method: String, _ path: String, _ file: HTTPFileBody) throws -> HTTPRequest {
        var request = HTTPRequest(method: method, url: try Fixture.url(path))
        request.file = file
        return request
    }

    /// Breaks when a part begins elsewhere, or has another length than the request says.
    @Test(arguments: ["PUT", "POST", "PATCH"]) func sendsAPartOfAFile(_ method: String) async throws {
        let (directory, url) = try file("0123456789")
        let whole = try await client.send(request(method, "/echo", HTTPFileBody(url, count: 10)))
        #expect(try Echo(whole.body).body == "0123456789")
        let part = try Echo(
            try await client.send(request(method, "/echo", HTTPFileBody(url, offset: 3, count: 4))).body)
        #expect(part.body == "3456" && part.method == method)
        #expect(part.values("content-length") == ["4"] && part.values("transfer-encoding").isEmpty)
        #expect(part.values("expect").isEmpty)
        let none = try Echo(try await client.send(request(method, "/echo", HTTPFileBody(url, count: 0))).body)
        #expect(none.body.isEmpty && none.values("content-length") == ["0"])
        withExtendedLifetime(directory) {}
    }

    /// Breaks when what is missing is waited for, or something else is sent in its place.
    @Test func aFileThatIsShorterOrGoneIsRefused() async throws {
        let (directory, url) = try file("0123456789")
        for body in [
            HTTPFileBody(url, count: 11), HTTPFileBody(url, offset: 20, count: 1),
            HTTPFileBody(directory.url.appending(path: "nobody"), count: 1),
        ] {
            let error = await #expect(throws: HTTPTransportError.self) {
                try await client.send(request("PUT", "/echo", body))
            }
            guard case .invalidRequest(let reason)? = error else {
                Issue.record("\(error.map { "\($0)" } ?? "")")
                continue
            }
            #expect(reason.contains(body.url.lastPathComponent))
        }
        var both = try request("PUT", "/echo", HTTPFileBody(url, count: 1))
        both.body = Data("x".utf8)
        await #expect(throws: HTTPTransportError.self) { try await client.send(both) }
        await #expect(throws: HTTPTransportError.self) {
            try await client.send(request("HEAD", "/echo", HTTPFileBody(url, count: 1)))
        }
    }
}
