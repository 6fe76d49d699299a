import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// nginx and git's own backend behind TLS: who is believed, who is told the password, and who is not.
@Suite(
    .enabled(if: Tool.areThere("nginx", "fcgiwrap", "openssl"), "nginx, fcgiwrap or openssl is not installed"))
struct HTTPSSourceTests {
    private let place: Place
    private let server: GitWebServer
    private let ana = GitCredentials.basic(username: "ana", password: Secret("s3cret"))

    init() throws {
        place = try Place()
        server = try GitWebServer(root: place.directory.url, in: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
    }

    private func remote(_ url: String, _ credentials: GitCredentials? = nil, trusts: Bool = true) -> GitRemote {
        GitRemote(
            url: url, credentials: credentials,
            certificateAuthorities: trusts ? server.authority.certificate : nil)
    }

    private func failure(_ remote: GitRemote) async -> GitSourceError? {
        await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: remote) }
    }

    @Test("Basic authentication reads, follows, and tells a wrong password from none")
    func basic() async throws {
        let url = "\(server.base)/basic/repository"
        #expect(try await place.reader.tree(of: remote(url, ana)).files.count == 1)
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: remote(url, ana)).files.count == 2)
        let wrong = remote(url, .basic(username: "ana", password: Secret("wr0ng")))
        #expect(await failure(wrong) == .credentialsRefused(url: url))
        #expect(await failure(remote(url)) == .authenticationRequired(url: url))
        let missing = "\(server.base)/basic/missing"
        #expect(await failure(remote(missing, ana)) == .notARepository(url: missing))
        await place.reader.stop()
    }

    @Test("A bearer token is sent with every request, and a wrong one is refused")
    func bearer() async throws {
        let url = "\(server.base)/bearer/repository"
        #expect(try await place.reader.tree(of: remote(url, .bearer(Secret("t0ken")))).files.count == 1)
        #expect(await failure(remote(url, .bearer(Secret("other")))) == .credentialsRefused(url: url))
        await place.reader.stop()
    }

    @Test("A certificate that is not trusted is refused, each in its own words, before any credentials are sent")
    func certificates() async throws {
        let cases = [
            (remote("\(server.base)/basic/repository", ana, trusts: false), "no authority that is trusted here"),
            (remote("\(server.byAddress)/basic/repository", ana), "name the server by its host name"),
            (remote("\(server.expired)/open/repository", ana), "its certificate expired on 20"),
            (remote("\(server.misnamed)/open/repository", ana), "is for `git.example`, `*.other.example`, not for"),
        ]
        for (remote, words) in cases {
            let error = await failure(remote)
            guard case .untrustedServer(_, let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains(words), "\(reason)")
        }
        // What one source trusts is not trusted for the next.
        #expect(try await place.reader.tree(of: remote("\(server.base)/open/repository")).files.count == 1)
        let error = await failure(remote("\(server.base)/open/repository", trusts: false))
        if case .untrustedServer = error {} else { Issue.record("\(String(describing: error))") }
        await place.reader.stop()
    }

    @Test("Authorities that are no certificates are an error of their own")
    func authorities() async throws {
        for text in ["", "junk", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let broken = GitRemote(url: "\(server.base)/open/repository", certificateAuthorities: text)
            let error = await failure(broken)
            if case .credentialsUnusable = error {} else { Issue.record("\(text): \(String(describing: error))") }
        }
        await place.reader.stop()
    }

    @Test("A redirect stays on the server that was named, and credentials go nowhere else")
    func redirects() async throws {
        #expect(try await place.reader.tree(of: remote("\(server.base)/same/repository", ana)).files.count == 1)
        for corner in ["port", "host", "plain", "file", "metadata"] {
            let error = await failure(remote("\(server.base)/\(corner)/repository", ana))
            guard case .unreachable(_, let reason) = error else {
                Issue.record("\(corner): \(String(describing: error))")
                continue
            }
            #expect(reason.contains("redirect") || reason.contains("malformed URL"), "\(corner): \(reason)")
        }
        for corner in ["host", "plain", "file", "metadata"] {
            _ = await failure(remote("\(server.base)/\(corner)/repository", .bearer(Secret("t0ken"))))
        }
        #expect(server.authorizationsElsewhere.allSatisfy { $0 == "-" }, "\(server.authorizationsElsewhere)")
        await place.reader.stop()
    }

    @Test("Nothing of the credentials is in the mirror, the child's arguments or its environment")
    func secrecy() async throws {
        let url = "\(server.base)/basic/repository"
        _ = try await place.reader.tree(of: remote(url, ana))
        let pid = try #require(await place.reader.childProcessID)
        for file in ["cmdline", "environ"] {
            let text = String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(pid)/\(file)")), as: UTF8.self)
            #expect(!text.contains("s3cret"), "\(file)")
        }
        await place.reader.stop()
        #expect(throws: GitFixtureError.self) {
            try place.git.git("-C", place.directory.path("mirrors"), "grep", "--no-index", "-a", "-e", "s3cret", ".")
        }
        #expect(!"\(remote(url, ana))".contains("s3cret"))
        #expect(!String(reflecting: WireAccess(ana)).contains("s3cret"))
    }
}
