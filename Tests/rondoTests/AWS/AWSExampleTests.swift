import Foundation
import TestSupport
import Testing

/// `examples/aws`, as the README's cloud section has it.
struct AWSExampleTests {
    @Test("From an empty account to three regions and back to nothing, with nothing but variables")
    func example() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "examples/aws")
        for folder in ["alerts", "environments", "pools"] {
            let files = try FileManager.default.contentsOfDirectory(
                atPath: example.appending(path: folder).path(percentEncoded: false))
            for name in files {
                let text = try String(contentsOf: example.appending(path: "\(folder)/\(name)"), encoding: .utf8)
                try fixture.rondo.repository.write(text, to: "\(folder)/\(name)")
            }
        }
        try fixture.rondo.repository.commit("Two in each region")
        let valid = try RondoProcess(
            ["validate", fixture.rondo.repository.path], outputIn: fixture.rondo.directory.url)
        #expect(await valid.exitCode() == 0 && !valid.output.contains("warning"), "\(valid.output)")
        let prices = example.appending(path: "prices.csv").path(percentEncoded: false)
        let plan = try await fixture.rondo.rondo("plan", fixture.rondo.repository.path, "--prices", prices)
        #expect(plan.exit == 1 && plan.output.contains("Cost: 0.07 USD an hour, 0.07 more than now."), "\(plan)")
        let run = try await fixture.converge()
        #expect(run.exit == 0, "\(run.output)")
        for (region, pool) in [("us-east-1", "us"), ("eu-west-1", "eu"), ("ap-southeast-2", "ap")] {
            #expect(try await fixture.seen(region: region) == ["\(pool)-0 t3.micro", "\(pool)-1 t3.micro"])
        }
        let down = try await fixture.rondo.rondo("down", "--yes", environment: fixture.server.environment)
        #expect(down.exit == 0 && down.output.contains("6 instances deleted"), "\(down)")
        for region in ["us-east-1", "eu-west-1", "ap-southeast-2"] {
            #expect(try await fixture.server.instances(region: region).isEmpty)
        }
        #expect(try await fixture.server.violations() == [])
    }
}
