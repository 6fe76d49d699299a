import Foundation
import TestSupport

/// A repository whose instances are made at moto, on loopback.
struct AWSFixture {
    let rondo: RondoFixture
    let server: AWSServer

    /// nil where moto is not installed.
    init?() throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        guard let server = try AWSServer.start(fixtures: fixtures) else { return nil }
        self.server = server
        rondo = try RondoFixture()
    }

    func end() { rondo.end() }

    static let environment = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec: { type: dev }

        """

    static func pool(
        _ name: String = "vms", replicas: Int = 2, type: String = "t3.micro", region: String = "us-east-1",
        image: String = "ami-12c6146b", extra: String = ""
    ) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: \(name) }
        spec:
          environment: dev
          provider: aws
          type: ec2
          replicas: \(replicas)
          configuration:
            instanceType: \(type)
            region: \(region)
            image: \(image)
            tags: { team: shop }
        \(extra)
        """
    }

    /// Commits, and runs a controller until nothing is left to do.
    @discardableResult
    func converge(
        _ files: [String: String?] = [:], _ extra: [String] = []
    ) async throws -> (exit: Int32?, output: String) {
        if !files.isEmpty { try rondo.commit(files) }
        let run = try rondo.startController(["--once"] + extra, environment: server.environment)
        let exit = await run.exitCode()
        return (exit, run.output + run.errors)
    }

    /// `name-ordinal type` of everything that runs, as the AWS CLI shows it.
    func seen(region: String = "us-east-1") async throws -> [String] {
        try await server.instances(region: region).filter { $0.state == "running" }.map {
            "\($0.tags["Name"] ?? "?") \($0.type)"
        }.sorted()
    }
}
