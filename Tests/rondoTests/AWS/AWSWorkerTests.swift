import Foundation
import Model
import TestSupport
import Testing

/// An instance of a cloud that becomes a worker: its boot script, as AWS keeps it, is run on this machine.
@Suite(.serialized) struct AWSWorkerTests {
    /// Mutation: leave `authority` out of `WorkerClient` in `ControllerDialer`, or `sha256sum` of the script checks
    /// another file: nobody joins.
    @Test("The boot script fetches the executable over TLS, joins once, and its worker runs tests")
    func boots() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let directory = fixture.rondo.directory
        let port = LoopbackPort.free()
        let proxy = try proxy(to: port, in: directory)
        try directory.write(
            """
            publicURL: https://127.0.0.1:\(proxy.server.ports[0])
            tls: { ca: \(proxy.authority) }

            """, to: "config.yaml")
        try await boots(fixture, listen: "127.0.0.1:\(port)")
        withExtendedLifetime(proxy.server) {}
    }

    /// Mutation: `cloudAuthority` of `ListenerTerms` leaves its own authority out, or the certificate the host of
    /// `publicURL`: nobody joins.
    @Test("With nothing in front of it the controller is trusted by the authority that it made")
    func bootsWithNothingInFront() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let port = LoopbackPort.free()
        // Of this machine's own addresses one that no certificate has unless it is asked for.
        try fixture.rondo.directory.write("publicURL: https://127.0.0.2:\(port)\n", to: "config.yaml")
        try await boots(fixture, listen: "0.0.0.0:\(port)")
    }

    /// nginx that ends TLS for a port, and the file of the authority that certified it.
    private func proxy(
        to port: Int, in directory: TemporaryDirectory
    ) throws -> (server: NginxServer, authority: String) {
        let authority = try TLSAuthority(in: directory.url)
        try authority.issue("server", names: "IP:127.0.0.1")
        let folder = authority.folder.path(percentEncoded: false)
        let server = try NginxServer(in: directory.url, ports: 1) { place in
            """
            server {
              listen 127.0.0.1:\(place.ports[0]) ssl;
              ssl_certificate \(folder)/server.pem; ssl_certificate_key \(folder)/server.key;
              client_max_body_size 64m;
              location / { proxy_pass http://127.0.0.1:\(port); proxy_http_version 1.1; proxy_read_timeout 120s; }
            }
            """
        }
        return (server, "\(folder)/ca.pem")
    }

    private func boots(_ fixture: AWSFixture, listen: String) async throws {
        let directory = fixture.rondo.directory
        let pool = AWSFixture.pool(replicas: 1, extra: "  worker: { capabilities: [cloud], labels: { a: '$HOME' } }")
            .replacing(
                "    tags: { team: shop }",
                with: "    tags: { team: shop }\n    userData: \"#!/bin/sh\\necho first >first.done\\n\"")
        let suite = ExampleManifests.suite().replacing(
            "command: { run: [sh, -c, 'exit 0'] }",
            with: "command: { run: [sh, -c, 'exit 0'] }\n      needs: { cloud: '' }")
        try fixture.rondo.commit([
            "env.yaml": ExampleManifests.environment, "vms.yaml": pool, "suite.yaml": suite,
        ])
        let run = try fixture.rondo.startController(
            ["--listen", listen, "--config", directory.path("config.yaml")],
            environment: fixture.server.environment)
        #expect(
            await eventually { (try? await fixture.server.instances().count) == 1 }, "\(run.output) \(run.errors)")
        let instance = try #require(try await fixture.server.instances().first)
        let answer =
            try await fixture.server.cli(
                "ec2", "describe-instance-attribute", "--instance-id", instance.id, "--attribute", "userData")
            as? [String: Any]
        let encoded = try #require((answer?["UserData"] as? [String: String])?["Value"])
        let script = try #require(Data(base64Encoded: encoded))
        try directory.write(String(decoding: script, as: UTF8.self), to: "boot.sh")
        let vm = directory.path("vm")
        try directory.write("", to: "boot.log")
        let log = try FileHandle(forWritingTo: URL(filePath: directory.path("boot.log")))
        let machine = try SpawnedProcess(
            "/bin/sh", [directory.path("boot.sh")],
            environment: ["PATH": "/usr/bin:/bin", "RONDO_BOOT_FOLDER": vm, "HOME": vm], output: log, error: log)
        func told() -> String {
            (try? String(contentsOfFile: directory.path("boot.log"), encoding: .utf8)) ?? ""
        }
        #expect(
            await eventually {
                let runs = (try? await fixture.rondo.runs()) ?? []
                return runs.contains { $0.verdict.outcome == .passed }
            }, "\(told())\n\(run.output)")
        let workers = try await fixture.rondo.rondo("get", "workers", "-o", "json")
        #expect(workers.output.contains("vms-0"), "\(workers.output)")
        #expect(FileManager.default.fileExists(atPath: "\(vm)/first.done"))
        // Nothing of the token is left, and it is good for nobody else.
        #expect(!FileManager.default.fileExists(atPath: "\(vm)/boot.json"))
        #expect(!FileManager.default.fileExists(atPath: "\(vm)/header"))
        let arguments = fixture.rondo.processes().map(\.command).joined()
        #expect(!arguments.contains("Bearer"))
        machine.terminate()
        await fixture.rondo.stop(run)
    }

    @Test("Without an address to come back to, no instance is made and what to do is said")
    func noAddress() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let run = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1, extra: "  worker: {}"),
        ])
        #expect(run.exit == 2 && run.output.contains("`publicURL`"), "\(run.output)")
        #expect(try await fixture.server.instances().isEmpty)
    }
}
