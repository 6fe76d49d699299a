import API
import Foundation
import Model
import TestSupport
import Testing

/// A controller that speaks TLS itself: its workers, the commands beside it, and those elsewhere.
struct TLSTests {
    private func endpoint(_ fixture: RondoFixture) throws -> EndpointFile {
        try APICoding.decode(
            EndpointFile.self,
            from: Data(contentsOf: URL(filePath: fixture.state).appending(path: EndpointFile.name)))
    }

    private func curl(_ url: String, _ authority: String?) async throws -> (exit: Int32, output: String) {
        try await SpawnedProcess.runAside(
            Tool.path(of: "curl"),
            ["--silent", "--max-time", "30", "--noproxy", "*"] + (authority.map { ["--cacert", $0] } ?? [])
                + ["\(url)/healthz"])
    }

    @Test("On any address it certifies itself, and everybody beside it trusts that")
    func ownAuthority() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController(["--listen", "0.0.0.0:0"])
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined())
        let endpoint = try endpoint(fixture)
        let authority = "\(fixture.state)/ca.pem"
        #expect(endpoint.url.hasPrefix("https://127.0.0.1:"))
        #expect(try endpoint.authority == String(contentsOfFile: authority, encoding: .utf8))
        #expect(run.output.contains("api \(endpoint.url)/"), "\(run.output)")
        #expect(try await curl(endpoint.url, authority).output == "ok\n")
        #expect(try await curl(endpoint.url, nil).exit == 60)
        #expect(try await fixture.rondo("get", "workers").output.contains("pool-1"))

        // From elsewhere: another state folder, and all that it takes in variables.
        let token = try String(contentsOfFile: "\(fixture.state)/admin-token", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        let elsewhere = fixture.directory.path("elsewhere")
        func get(_ authority: String?) async throws -> (exit: Int32?, output: String, errors: String) {
            let process = try RondoProcess(
                ["get", "workers", "--state", elsewhere],
                environment: ["RONDO_SERVER": endpoint.url, "RONDO_TOKEN": token]
                    .merging(authority.map { ["RONDO_CA": $0] } ?? [:]) { $1 },
                outputIn: fixture.directory.url)
            return (await process.exitCode(), process.output, process.errors)
        }
        let trusting = try await get(authority)
        #expect(trusting.exit == 0 && trusting.output.contains("pool-1"), "\(trusting)")
        let distrusting = try await get(nil)
        #expect(
            distrusting.exit == 2 && distrusting.errors.contains("certificate")
                && distrusting.errors.contains("set RONDO_CA"), "\(distrusting)")
        let lost = try await get(fixture.directory.path("nothing.pem"))
        #expect(lost.exit == 2 && lost.errors.contains("RONDO_CA"), "\(lost)")

        // Another start has another certificate of the same authority, and workers go on.
        let workers = fixture.workers()
        await fixture.stop(run)
        let again = try fixture.startController(["--listen", "0.0.0.0:0"])
        try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "exit $((0))")])
        #expect(await fixture.settles(runs: ["smoke": 2]), "\(again.output) \(again.errors)")
        #expect(fixture.workers() == workers)
        #expect(try self.endpoint(fixture).authority == endpoint.authority)
        await fixture.stop(again)
    }

    @Test("The operator's certificate serves loopback too, whatever its name, and another takes its place")
    func givenCertificate() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let directory = fixture.directory
        let (first, second) = (try TLSAuthority(in: directory.url), try TLSAuthority(in: directory.url))
        for authority in [first, second] { try authority.issue("server", names: "DNS:rondo.example") }
        func put(_ authority: TLSAuthority) throws {
            let names = ["server.key", "server.pem"]
            for name in names {
                try Data(contentsOf: authority.folder.appending(path: name))
                    .write(to: directory.url.appending(path: "\(name).new"))
                chmod(directory.path("\(name).new"), 0o600)
            }
            // Whoever looks in between finds two that do not belong together.
            for name in names { try #require(rename(directory.path("\(name).new"), directory.path(name)) == 0) }
        }
        try put(first)
        try directory.write("tls: { cert: server.pem, key: server.key }\n", to: "config.yaml")
        try fixture.commit(Shop.files)
        let run = try fixture.startController([
            "--config", directory.path("config.yaml"), "--certificate-interval", "200ms",
        ])
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined())
        let endpoint = try endpoint(fixture)
        #expect(endpoint.url.hasPrefix("https://127.0.0.1:") && endpoint.serverName == "rondo.example")
        let port = try #require(endpoint.url.split(separator: ":").last)
        func trusts(_ authority: TLSAuthority) async throws -> Bool {
            try await SpawnedProcess.runAside(
                Tool.path(of: "curl"),
                [
                    "--silent", "--noproxy", "*", "--resolve", "rondo.example:\(port):127.0.0.1", "--cacert",
                    authority.folder.appending(path: "ca.pem").path(percentEncoded: false),
                    "https://rondo.example:\(port)/healthz",
                ]
            ).exit == 0
        }
        let trustsFirst = try await trusts(first)
        let trustsSecond = try await trusts(second)
        #expect(trustsFirst && !trustsSecond)
        // Under the certificate's name loopback is still reached without a proxy.
        let get = try await fixture.rondo("get", "workers", environment: ["https_proxy": "http://127.0.0.1:9"])
        #expect(get.exit == 0 && get.output.contains("pool-1"), "\(get)")

        let workers = fixture.workers()
        try put(second)
        #expect(
            try await eventually {
                guard try await trusts(second) else { return false }
                return try await !trusts(first)
            }, "\(run.output)")
        try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "exit $((0))")])
        #expect(await fixture.settles(runs: ["smoke": 2]), "\(run.output) \(run.errors)")
        #expect(fixture.workers() == workers)
        #expect(try await fixture.rondo("get", "workers").exit == 0)

        try directory.write("no certificate\n", to: "server.pem")
        #expect(
            try await eventually { try await fixture.events().contains { $0.reason == .certificateUnusable } })
        #expect(try await trusts(second))
        await fixture.stop(run)
        let told = try await fixture.events().filter { $0.object == nil }.map(\.reason)
        #expect(told.filter { $0 == .certificateReplaced }.count == 1)
        #expect(told.filter { $0 == .certificateUnusable }.count == 1)
    }

    @Test("Files that are no good are told of before anything starts, with the place that names them")
    func badFiles() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let authority = try TLSAuthority(in: fixture.directory.url)
        try authority.issue("server", names: "DNS:rondo.example")
        try authority.issue("other", names: "DNS:rondo.example")
        try authority.issue("old", names: "DNS:rondo.example", days: -1)
        let folder = authority.folder.lastPathComponent
        try fixture.directory.write("", to: "\(folder)/empty.pem")
        for (cert, key, told) in [
            ("server.pem", "other.key", "config.yaml:3:8: `tls.key`: "), ("old.pem", "old.key", "expired at"),
            ("empty.pem", "server.key", "config.yaml:2:9: `tls.cert`: "), ("gone.pem", "server.key", "can't be read"),
        ] {
            try fixture.directory.write(
                "tls:\n  cert: \(folder)/\(cert)\n  key: \(folder)/\(key)\n", to: "config.yaml")
            let run = try fixture.startController(["--once", "--config", fixture.directory.path("config.yaml")])
            #expect(await run.exitCode() == 2)
            #expect(run.errors.contains(told), "\(run.errors)")
        }
        try fixture.directory.write("tls: { ca: \(folder)/server.key }\n", to: "config.yaml")
        let run = try fixture.startController(["--once", "--config", fixture.directory.path("config.yaml")])
        #expect(await run.exitCode() == 2)
        #expect(run.errors.contains("config.yaml:1:12: `tls.ca`: "), "\(run.errors)")
        #expect(fixture.workers().isEmpty)
    }
}
