import Foundation
import Model
import TestSupport
import Testing

/// What a manifest may have credentials sent to is the operator's to say, and only a controller knows it.
struct AllowedEndpointTests {
    private static let manifest = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: lab }
        spec:
          type: dev
          clouds: { aws: { region: eu-west-1, endpoint: "http://127.0.0.1:4566/moto" } }

        """

    @Test("An endpoint beyond the list stalls its environment with what to do; on the list it is used")
    func endpoints() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["lab.yaml": Self.manifest, "env.yaml": ExampleManifests.environment])
        let valid = try RondoProcess(["validate", fixture.repository.path], outputIn: fixture.directory.url)
        #expect(await valid.exitCode() == 0, "\(valid.output)")

        let refused = try fixture.startController(["--once"])
        #expect(await refused.exitCode() == 2, "\(refused.output) \(refused.errors)")
        let objects = try await fixture.objects()
        let lab = try #require(objects.first { $0.identity.name == "lab" })
        let stalled = try #require(lab.status.conditions.first { $0.type == .stalled })
        #expect(stalled.reason == .endpointNotAllowed)
        #expect(stalled.message.contains(#"allow: {endpoints: ["http://127.0.0.1:4566/moto"]}"#))
        #expect(objects.first { $0.identity.name == "dev" }?.status.isReady == true)
        #expect((refused.output + refused.errors).contains("clouds.aws.endpoint is not allowed"), "\(refused.output)")
        let described = try await fixture.rondo("describe", "env/lab")
        #expect(described.output.contains("EndpointNotAllowed"), "\(described.output)")

        try fixture.directory.write("allow: { endpoints: [\"http://127.0.0.1:4566\"] }\n", to: "config.yaml")
        let allowed = try fixture.startController(["--once", "--config", fixture.directory.path("config.yaml")])
        #expect(await allowed.exitCode() == 0, "\(allowed.output) \(allowed.errors)")
        #expect(try await fixture.objects().allSatisfy(\.status.isReady))
    }
}
