import Foundation
import TestSupport
import Testing

/// `rondo doctor` against moto.
@Suite(.serialized) struct DoctorTests {
    @Test("It says whose credentials are found, which action is missing, and the policy for it")
    func doctor() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit(["env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool()])
        let folder = fixture.rondo.repository.path
        let well = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(well.exit == 0, "\(well)")
        #expect(well.output.contains("found in the environment: arn:aws:"), "\(well.output)")
        #expect(well.output.contains("1 of 1 places are well") && well.output.contains(#""ec2:RunInstances""#))
        #expect(!well.output.contains("secret-of-the-test"))
        #expect(try await fixture.server.instances().isEmpty)

        try await fixture.server.fault(
            "RunInstances", count: 5, ["code": "UnauthorizedOperation", "status": 403, "message": "No."])
        let denied = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(denied.exit == 1 && denied.output.contains("missing      ec2:RunInstances"), "\(denied)")

        // Metrics that a rule wants are necessary, who changed what is not.
        let rule = """
            apiVersion: rondo.dev/v1
            kind: AlertRule
            metadata: { name: hot }
            spec: { metric: aws/EC2/CPUUtilization, environment: dev, window: 10m, condition: gt, threshold: 80 }
            """
        try fixture.rondo.commit(["rule.yaml": rule])
        for _ in 0..<4 {
            _ = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        }
        for (action, code) in [("GetMetricData", "AccessDenied"), ("LookupEvents", "AccessDeniedException")] {
            try await fixture.server.fault(action, count: 1, ["code": code, "status": 403, "message": "No."])
        }
        let metrics = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(metrics.exit == 1 && metrics.output.contains("missing      cloudwatch:GetMetricData"), "\(metrics)")
        #expect(metrics.output.contains("optional     cloudtrail:LookupEvents"), "\(metrics)")
        #expect(metrics.output.contains(#""cloudwatch:GetMetricData""#))
        try await fixture.server.fault(
            "LookupEvents", count: 1, ["code": "AccessDeniedException", "status": 403, "message": "No."])
        let optional = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(optional.exit == 0 && optional.output.contains("optional     cloudtrail:LookupEvents"), "\(optional)")

        var nothing = fixture.server.environment
        nothing["AWS_ACCESS_KEY_ID"] = ""
        let none = try await fixture.rondo.rondo("doctor", folder, environment: nothing)
        #expect(none.exit == 2 && none.output.contains("set AWS_ACCESS_KEY_ID"), "\(none)")
    }

    @Test("Of a bucket it says whether files can be put there, and leaves nothing in it")
    func bucket() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let environment = AWSFixture.environment.replacing(
            "type: dev", with: "type: dev, artifacts: { provider: aws, bucket: things, retention: 9d }")
        try fixture.rondo.commit(["env.yaml": environment])
        let folder = fixture.rondo.repository.path
        let missing = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(missing.exit == 1 && missing.output.contains("NoSuchBucket"), "\(missing)")
        _ = try await fixture.server.cli("s3api", "create-bucket", "--bucket", "things")
        let well = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(well.exit == 0 && well.output.contains("arn:aws:s3:::things/default/dev/*"), "\(well)")
        #expect(!well.output.contains("ec2:"), "\(well.output)")
        let left = try await fixture.server.cli("s3api", "list-multipart-uploads", "--bucket", "things")
        #expect((left as? [String: Any])?["Uploads"] == nil)
        try await fixture.server.fault("CreateMultipartUpload", ["code": "AccessDenied", "status": 403])
        let denied = try await fixture.rondo.rondo("doctor", folder, environment: fixture.server.environment)
        #expect(denied.exit == 1 && denied.output.contains("missing      s3:PutObject"), "\(denied)")
    }

    /// Breaks when the operator's configuration is not looked at.
    @Test("Where the operator sends metrics to CloudWatch it says whether that is allowed, and by which policy")
    func metrics() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.directory.write(
            "metrics: { cloudwatch: { namespace: Shop/Rondo, region: eu-central-1 } }\n", to: "config.yaml")
        try fixture.rondo.commit(["env.yaml": ExampleManifests.environment])
        func doctor() async throws -> (exit: Int32?, output: String, errors: String) {
            try await fixture.rondo.rondo(
                "doctor", fixture.rondo.repository.path, "--config", fixture.rondo.directory.path("config.yaml"),
                environment: fixture.server.environment)
        }
        let well = try await doctor()
        #expect(well.exit == 0 && well.output.contains("metrics.cloudwatch  aws  eu-central-1"), "\(well)")
        #expect(well.output.contains("allowed      cloudwatch:PutMetricData"), "\(well)")
        #expect(well.output.contains(#""cloudwatch:namespace" : "Shop/Rondo""#), "\(well)")
        let answer =
            try await fixture.server.cli(
                "cloudwatch", "list-metrics", "--namespace", "Shop/Rondo", region: "eu-central-1") as? [String: Any]
        let names = (answer?["Metrics"] as? [[String: Any]] ?? []).compactMap { $0["MetricName"] as? String }
        #expect(names == ["rondo.doctor"])
        try await fixture.server.fault(
            "PutMetricData", count: 1, ["code": "AccessDenied", "status": 403, "message": "No."])
        let denied = try await doctor()
        #expect(denied.exit == 1 && denied.output.contains("missing      cloudwatch:PutMetricData"), "\(denied)")
        #expect(denied.output.contains(#"{"Effect": "Allow", "Action": "cloudwatch:PutMetricData""#), "\(denied)")
        #expect(try await fixture.server.violations() == [])
    }

    @Test("Where nothing is asked of a cloud there is nothing to check; what is not valid is not checked")
    func nothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment])
        let none = try await fixture.rondo("doctor", fixture.repository.path)
        #expect(none.exit == 0 && none.output.contains("No manifest asks"), "\(none)")
        try fixture.commit(["env.yaml": ExampleManifests.environment.replacing("type: dev", with: "type: devel")])
        let broken = try await fixture.rondo("doctor", fixture.repository.path)
        #expect(broken.exit == 2 && broken.errors.contains("rondo validate"), "\(broken)")
    }
}
