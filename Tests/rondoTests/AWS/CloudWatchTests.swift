import Foundation
import Model
import TestSupport
import Testing

/// Metrics and the account of changes, with the real executable against moto and the AWS CLI beside it.
@Suite(.serialized) struct CloudWatchTests {
    private static let ana = "arn:aws:iam::123456789012:user/ana"

    private static func rule(_ name: String, extra: String = "") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: AlertRule
        metadata: { name: \(name) }
        spec:
          metric: aws/EC2/CPUUtilization
          environment: dev
          window: 10m
          condition: gt
          threshold: 80
        \(extra)
        """
    }

    /// Three minutes of a value, some minutes ago.
    private func put(_ value: Double, of instance: String, _ fixture: AWSFixture) async throws {
        let data = (4...6).map { minute in
            let time = Date().addingTimeInterval(-60 * Double(minute)).formatted(.iso8601)
            return "MetricName=CPUUtilization,Dimensions=[{Name=InstanceId,Value=\(instance)}],"
                + "Timestamp=\(time),Value=\(value),Unit=Percent"
        }
        for datum in data {
            _ = try await fixture.server.cli(
                "cloudwatch", "put-metric-data", "--namespace", "AWS/EC2", "--metric-data", datum)
        }
    }

    private func alert(_ name: String, _ fixture: AWSFixture) async throws -> ObjectStatus? {
        try await fixture.rondo.objects().first { $0.identity.kind == .alertRule && $0.identity.name == name }?.status
    }

    @Test("A rule on a metric of EC2 fires by what the AWS CLI wrote for its instance, and sees no other resource's")
    func alerts() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1),
            "db.yaml": AWSFixture.pool("db", replicas: 1),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let all = try await fixture.server.instances()
        try await put(95, of: try #require(all.first { $0.tags["Name"] == "vms-0" }?.id), fixture)
        try await put(5, of: try #require(all.first { $0.tags["Name"] == "db-0" }?.id), fixture)
        try fixture.rondo.commit([
            "hot.yaml": Self.rule("hot", extra: "  tags: { resource: vms }"),
            "cool.yaml": Self.rule("cool", extra: "  tags: { resource: db }"),
            "all.yaml": Self.rule("all", extra: "  aggregate: count"),
            "none.yaml": Self.rule("none", extra: "  noData: alert").replacing("CPUUtilization", with: "NoSuchMetric"),
        ])
        let valid = try RondoProcess(
            ["validate", fixture.rondo.repository.path], outputIn: fixture.rondo.directory.url)
        #expect(await valid.exitCode() == 0 && !valid.output.contains("warning"), "\(valid.output)")
        _ = try await fixture.server.calls()
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(try await eventually { try await alert("hot", fixture)?.state == .firing }, "\(run.output)")
        #expect(try await eventually { try await alert("cool", fixture)?.value == 5 }, "\(run.output)")
        #expect(try await alert("hot", fixture)?.value == 95)
        #expect(try await alert("cool", fixture)?.state == .inactive)
        #expect(try await eventually { try await alert("all", fixture)?.value == 6 }, "\(run.output)")
        #expect(try await eventually { try await alert("none", fixture)?.state == .firing }, "\(run.output)")
        let calls = try await fixture.server.calls()["GetMetricData"] ?? 0
        #expect(calls <= 2, "all rules share a call")
        await fixture.rondo.stop(run)
        // Nothing of it counts again after a restart.
        let again = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(
            await eventually {
                let calls = try? await fixture.server.calls()
                return (calls?["GetMetricData"] ?? 0) > 0
            }, "\(again.output)")
        #expect(try await eventually { try await alert("all", fixture)?.value == 6 }, "\(again.output)")
        #expect(try await fixture.server.violations() == [])
        await fixture.rondo.stop(again)
    }

    /// Breaks when a pass of `--once` does not ask `awaitsCloudMetrics`.
    @Test("A controller that ends by itself has judged every rule by then, also one whose metric can't be read")
    func once() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1),
        ])
        #expect(first.exit == 0, "\(first.output)")
        try await put(95, of: try #require(try await fixture.server.instances().first?.id), fixture)
        let fired = try await fixture.converge(["hot.yaml": Self.rule("hot")])
        #expect(fired.exit == 0, "\(fired.output)")
        #expect(try await alert("hot", fixture)?.state == .firing, "\(fired.output)")
        try await fixture.server.fault(
            "GetMetricData", count: 100, ["code": "AccessDenied", "status": 403, "message": "No."])
        let denied = try await fixture.converge([
            "cool.yaml": Self.rule("cool").replacing("CPUUtilization", with: "NetworkIn")
        ])
        #expect(denied.exit == 0, "\(denied.output)")
        #expect(try await alert("cool", fixture)?.condition(.firing)?.reason == .metricUnreadable, "\(denied.output)")
    }

    /// Breaks when credentials are fetched by each that calls AWS for itself.
    @Test("One controller fetches credentials once, whatever it asks AWS for")
    func credentials() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let fetches = Recorder<String>()
        let keys =
            #"{"AccessKeyId": "AKIA", "SecretAccessKey": "s", "Token": "t", "#
            + #""Expiration": "2999-01-01T00:00:00Z"}"#
        let endpoint = try LoopbackServer { request in
            fetches.record(request.target)
            return .init(body: Data(keys.utf8))
        }
        defer { endpoint.stop() }
        var environment = fixture.server.environment
        environment["AWS_ACCESS_KEY_ID"] = ""
        environment["AWS_SECRET_ACCESS_KEY"] = ""
        environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "\(endpoint.url)/keys"
        try fixture.rondo.directory.write(
            "metrics: { cloudwatch: { namespace: Shop/Rondo, region: us-east-1 } }\n", to: "config.yaml")
        try fixture.rondo.commit([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1), "hot.yaml": Self.rule("hot"),
        ])
        let run = try fixture.rondo.startController(
            ["--once", "--config", fixture.rondo.directory.path("config.yaml")], environment: environment)
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let calls = try await fixture.server.calls()
        #expect(["RunInstances", "GetMetricData", "PutMetricData"].allSatisfy { (calls[$0] ?? 0) > 0 }, "\(calls)")
        #expect(fetches.all.count == 1)
    }

    @Test("A CloudWatch and a CloudTrail that take calls and never answer hold up neither what is done nor a stop")
    func hung() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let isOver = DispatchSemaphore(value: 0)
        let asked = Recorder<String>()
        let silent = try LoopbackServer { request in
            asked.record(request.headers["x-amz-target"] ?? "metrics")
            isOver.wait()
            isOver.signal()
            return .init(status: 500)
        }
        defer {
            isOver.signal()
            silent.stop()
        }
        var environment = fixture.server.environment
        environment["AWS_ENDPOINT_URL_CLOUDWATCH"] = silent.url
        environment["AWS_ENDPOINT_URL_CLOUDTRAIL"] = silent.url
        try fixture.rondo.commit([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1), "hot.yaml": Self.rule("hot"),
        ])
        let run = try fixture.rondo.startController(environment: environment)
        #expect(await eventually { asked.all.contains("metrics") }, "\(run.output)")
        let id = try #require(try await fixture.server.instances().first?.id)
        _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", id)
        #expect(await eventually { asked.all.contains { $0.hasSuffix("LookupEvents") } }, "\(run.output)")
        #expect(await eventually { (try? await fixture.seen()) == ["vms-0 t3.micro"] }, "\(run.output)")
        let stopped = ContinuousClock.now
        run.signal(SIGTERM)
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        // One try of a call takes 30 s until it is given up.
        #expect(ContinuousClock.now - stopped < .seconds(25))
    }

    @Test("Where metrics may not be read, the rule says which statement is missing, once; the rest goes on")
    func denied() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try await fixture.server.fault(
            "GetMetricData", count: 100, ["code": "AccessDenied", "status": 403, "message": "No."])
        try fixture.rondo.commit([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1), "hot.yaml": Self.rule("hot"),
        ])
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(
            try await eventually {
                try await alert("hot", fixture)?.condition(.firing)?.reason == .metricUnreadable
            }, "\(run.output)")
        let message = try await alert("hot", fixture)?.condition(.firing)?.message ?? ""
        #expect(message.contains(#""Action": "cloudwatch:GetMetricData""#) && message.contains("no data"), "\(message)")
        #expect(try await fixture.seen() == ["vms-0 t3.micro"])
        #expect(try await fixture.rondo.events().filter { $0.reason == .metricUnreadable }.count == 1)
        await fixture.rondo.stop(run)
    }

    @Test("Who ended, stopped or changed an instance stands in the drift report; nothing waits for it")
    func authors() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1),
            "told.yaml": AWSFixture.pool("told", replicas: 1, extra: "  drift: report"),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let made = Date()
        let all = try await fixture.server.instances()
        let lost = try #require(all.first { $0.tags["Name"] == "vms-0" }?.id)
        let stopped = try #require(all.first { $0.tags["Name"] == "told-0" }?.id)
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { run.output.contains("objects ready") }, "\(run.output)")
        // Until then an instance that ends counts as one that never came up.
        #expect(await eventually { Date().timeIntervalSince(made) > 11 })
        // CloudTrail is late: by then it was put right.
        try await fixture.server.setTrail(user: Self.ana, late: 1)
        _ = try await fixture.server.cli("ec2", "terminate-instances", "--instance-ids", lost)
        #expect(await eventually { (try? await fixture.seen())?.contains("vms-0 t3.micro") == true }, "\(run.output)")
        _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", stopped)
        _ = try await fixture.server.cli(
            "ec2", "modify-instance-attribute", "--instance-id", stopped, "--instance-type", "Value=t3.small")
        _ = try await fixture.server.cli(
            "ec2", "create-tags", "--resources", stopped, "--tags", "Key=team,Value=others")
        let actions = ["TerminateInstances", "StopInstances", "ModifyInstanceAttribute", "CreateTags"]
        #expect(
            await eventually(within: .seconds(60)) {
                let drift = try? await fixture.rondo.rondo("drift")
                return actions.allSatisfy { drift?.output.contains("\(Self.ana) (\($0)") == true }
            }, "\(run.output)")
        let drift = try await fixture.rondo.rondo("drift", "-o", "csv")
        let healed = drift.output.split(whereSeparator: \.isNewline).first { $0.contains("TerminateInstances") }
        #expect(healed?.hasPrefix("resolved,CloudResource,default,vms") == true, "\(drift.output)")
        for form in ["html", "json", "sarif"] {
            let report = try await fixture.rondo.rondo("drift", "-o", form)
            #expect(report.output.contains("user/ana (StopInstances"), "\(form): \(report.output)")
        }
        let described = try await fixture.rondo.rondo("describe", "resource/told")
        #expect(described.output.contains("user/ana (StopInstances"), "\(described.output)")
        let events = try await fixture.rondo.events().filter { $0.reason == .driftDetected }
        #expect(events.contains { $0.message.contains("by \(Self.ana) (TerminateInstances)") }, "\(events)")
        #expect(try await fixture.server.violations() == [])
        await fixture.rondo.stop(run)
    }

    /// Breaks when `inquire` asks of nothing that belongs to no object.
    @Test("Who started an instance with our tag stands in the list of leaks")
    func leaks() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit(["env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1)])
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { (try? await fixture.seen()) == ["vms-0 t3.micro"] }, "\(run.output)")
        let installation = try #require(try await fixture.server.instances().first?.tags["rondo:installation"])
        try await fixture.server.setTrail(user: Self.ana)
        let tags = "ResourceType=instance,Tags=[{Key=rondo:installation,Value=\(installation)}]"
        _ = try await fixture.server.cli(
            "ec2", "run-instances", "--image-id", "ami-12c6146b", "--instance-type", "t3.micro",
            "--tag-specifications", tags)
        #expect(
            await eventually {
                (try? await fixture.rondo.rondo("leaks"))?.output.contains("\(Self.ana) (RunInstances") == true
            }, "\(run.output)")
        await fixture.rondo.stop(run)
        #expect(try await fixture.server.violations() == [])
    }

    @Test("Where nobody may look up who it was, that is told once, and what drifted is put right as ever")
    func unknownAuthor() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 2),
        ])
        #expect(first.exit == 0, "\(first.output)")
        try await fixture.server.fault(
            "LookupEvents", count: 100, ["code": "AccessDeniedException", "status": 400, "message": "No."])
        let ids = try await fixture.server.instances().map(\.id)
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { run.output.contains("objects ready") }, "\(run.output)")
        for id in ids {
            _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", id)
            #expect(await eventually { (try? await fixture.seen())?.count == 2 }, "\(run.output)")
            #expect(
                await eventually {
                    let drift = try? await fixture.rondo.rondo("drift")
                    return drift?.output.contains("0 open") == true && drift?.output.contains("unknown") == true
                })
        }
        func told() async throws -> [Event] {
            try await fixture.rondo.events().filter { $0.message.contains("cloudtrail:LookupEvents") }
        }
        #expect(try await eventually { try await told().count == 1 })
        await fixture.rondo.stop(run)
        let last = try await told()
        #expect(last.count == 1, "\(last)")
    }

    @Test("Rondo's own metrics are where the operator wants them once it has stopped")
    func sink() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.directory.write(
            "metrics: { cloudwatch: { namespace: Shop/Rondo, region: eu-central-1 } }\n", to: "config.yaml")
        let run = try await fixture.converge(
            ["env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 1)],
            ["--config", fixture.rondo.directory.path("config.yaml")])
        #expect(run.exit == 0, "\(run.output)")
        let answer =
            try await fixture.server.cli(
                "cloudwatch", "list-metrics", "--namespace", "Shop/Rondo", region: "eu-central-1") as? [String: Any]
        let names = Set((answer?["Metrics"] as? [[String: Any]] ?? []).compactMap { $0["MetricName"] as? String })
        #expect(names.contains("drift.open"), "\(names) \(run.output)")
        #expect(try await fixture.server.violations() == [])
    }
}
