import Foundation
import Model
import TestSupport
import Testing

/// A state folder whose private keys are wrapped by a key of AWS KMS, with the real executable against moto.
struct KeyWrappingTests {
    private static let value = "hunter2-\(UUID().uuidString)"

    private static func environment(_ secrets: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec: { type: dev, secrets: \(secrets) }
        ---
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: pool }
        spec: { environment: dev, provider: local, type: process }

        """
    }

    /// Passes when every secret has its length.
    private static let suite = """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: smoke }
        spec:
          environments: [dev]
          tests:
            - name: uses
              retry: { errored: 0 }
              env: { PIN: "${{ secrets.pin }}", DB: "${{ secrets.db }}" }
              command: { run: [sh, -c, 'test ${#PIN} -eq \(value.count) && test ${#DB} -eq \(value.count)'] }

        """

    private func makeKey(_ server: AWSServer) async throws {
        let answer = try await server.cli("kms", "create-key", region: "eu-central-1") as? [String: Any]
        let id = try #require((answer?["KeyMetadata"] as? [String: Any])?["KeyId"] as? String)
        _ = try await server.cli(
            "kms", "create-alias", "--alias-name", "alias/rondo", "--target-key-id", id, region: "eu-central-1")
    }

    private func rondo(_ fixture: AWSFixture, _ arguments: [String], input: String? = nil) async throws -> String {
        let process = try RondoProcess(
            arguments + ["--state", fixture.rondo.state], environment: fixture.server.environment, input: input,
            outputIn: fixture.rondo.directory.url)
        #expect(await process.exitCode() == 0, "\(arguments): \(process.output) \(process.errors)")
        return process.output.trimmingCharacters(in: .newlines)
    }

    private func keyFiles(_ fixture: AWSFixture) throws -> [String] {
        let folder = "\(fixture.rondo.state)/identity"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasPrefix("sealing-") || $0 == "store-key.json"
        }.sorted().map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }

    @Test(
        "Keys that were in clear are wrapped at the next start; commands and tests go on with them; a key denied later names the statement"
    )
    func wrapped() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try await makeKey(fixture.server)
        try fixture.rondo.directory.write(
            "encryption: { awsKMS: { key: alias/rondo, region: eu-central-1 } }\n", to: "config.yaml")
        let config = ["--config", fixture.rondo.directory.path("config.yaml")]
        let clear = try await fixture.converge(["env.yaml": Self.environment("{}")])
        #expect(clear.exit == 0, "\(clear.output)")
        let pin = try await rondo(fixture, ["seal", "env/dev", "pin"], input: Self.value)
        _ = try await rondo(fixture, ["secret", "set", "db"], input: Self.value)
        #expect(try keyFiles(fixture).allSatisfy { !$0.contains("wrapped") })

        let first = try await fixture.converge(
            ["env.yaml": Self.environment("{ pin: \"\(pin)\", db: store:db }"), "suite.yaml": Self.suite], config)
        #expect(
            first.exit == 0 && first.output.contains("2 keys of identity/ wrapped by key alias/rondo"),
            "\(first.output)")
        #expect(try keyFiles(fixture).count == 2)
        #expect(try keyFiles(fixture).allSatisfy { $0.contains("wrapped") && !$0.contains("privateKey") })
        #expect(try await fixture.rondo.runs().first?.verdict.outcome == .passed)
        // A command that knows no configuration makes no key in clear.
        _ = try await rondo(fixture, ["seal", "rotate"])
        #expect(try keyFiles(fixture).count == 3)
        #expect(try keyFiles(fixture).allSatisfy { $0.contains("wrapped") })
        _ = try await rondo(fixture, ["secret", "set", "db"], input: String(Self.value.reversed()))
        #expect(try await fixture.server.violations() == [])

        let well = try await rondo(fixture, ["doctor", fixture.rondo.repository.path] + config)
        #expect(well.contains("encryption.awsKMS  aws  eu-central-1") && well.contains("kms:Decrypt"), "\(well)")
        #expect(well.contains("kms:EncryptionContext:rondo:installation"), "\(well)")

        try await fixture.server.fault(
            "Decrypt", count: 50, ["code": "AccessDeniedException", "status": 400, "message": "No."])
        let denied = try await fixture.converge(
            ["suite.yaml": Self.suite.replacing("name: uses", with: "name: again")], config)
        #expect(denied.exit == 2, "\(denied.output)")
        let attempt = try await fixture.rondo.runs().first?.tasks.first?.attempts.last?.result
        let message = attempt?.message ?? ""
        #expect(message.contains(#""Action": "kms:Decrypt""#) && message.contains("is wrapped by key"), "\(message)")
        for text in [first.output, denied.output, message] { #expect(!text.contains(Self.value)) }
    }

    /// Breaks when a controller starts with keys less well kept than it was told to keep them.
    @Test("A controller that can't wrap its keys does not start, and says why")
    func refused() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.directory.write(
            "encryption: { awsKMS: { key: alias/none, region: eu-central-1 } }\n", to: "config.yaml")
        let config = ["--config", fixture.rondo.directory.path("config.yaml")]
        let run = try await fixture.converge(["env.yaml": Self.environment("{}")], config)
        #expect(run.exit == 2, "\(run.output)")
        #expect(
            run.output.contains("NotFoundException") && run.output.contains("`encryption.awsKMS`"), "\(run.output)")
        #expect(!FileManager.default.fileExists(atPath: "\(fixture.rondo.state)/identity/sealing-1.json"))
        // Nor does it where there are keys already, which stay as they are.
        let plain = try await fixture.converge(["env.yaml": Self.environment("{}")])
        #expect(plain.exit == 0, "\(plain.output)")
        _ = try await rondo(fixture, ["seal", "env/dev", "pin"], input: Self.value)
        let before = try keyFiles(fixture)
        let denied = try await fixture.converge([:], config)
        #expect(denied.exit == 2 && denied.output.contains("NotFoundException"), "\(denied.output)")
        #expect(try !before.isEmpty && keyFiles(fixture) == before)
        try fixture.rondo.directory.write("encryption: { awsKMS: { key: alias/none } }\n", to: "config.yaml")
        let incomplete = try await fixture.converge([:], config)
        #expect(incomplete.exit == 2 && incomplete.output.contains("config.yaml:1:"), "\(incomplete.output)")
        #expect(incomplete.output.contains("region"), "\(incomplete.output)")
    }
}
