import Foundation
import Model
import Store
import TestSupport
import Testing

/// The real executable against moto, with the AWS CLI as a third party's eyes.
@Suite(.serialized) struct AWSTests {
    @Test("What git declares is what the AWS CLI sees, through every change, and back to nothing")
    func life() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge(["env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool()])
        #expect(first.exit == 0, "\(first.output)")
        #expect(try await fixture.seen() == ["vms-0 t3.micro", "vms-1 t3.micro"])
        let instances = try await fixture.server.instances()
        #expect(instances.allSatisfy { $0.tags["team"] == "shop" && $0.tags["rondo:object"] == "CloudResource/vms" })
        let calls = try await fixture.server.calls()
        #expect(calls["RunInstances"] == 2, "\(calls)")

        // Nothing changes when nothing was changed.
        #expect(try await fixture.converge().exit == 0)
        #expect(try await fixture.server.calls()["RunInstances"] == nil)

        // More, then another type in place, then fewer.
        #expect(try await fixture.converge(["vms.yaml": AWSFixture.pool(replicas: 3)]).exit == 0)
        #expect(try await fixture.seen().count == 3)
        let before = Set(try await fixture.server.instances().map(\.id))
        let resized = try await fixture.converge(["vms.yaml": AWSFixture.pool(replicas: 3, type: "t3.small")])
        #expect(resized.exit == 0, "\(resized.output)")
        #expect(try await fixture.seen() == (0..<3).map { "vms-\($0) t3.small" })
        let after = Set(try await fixture.server.instances().map(\.id))
        #expect(after == before, "each was resized, none replaced: \(resized.output)")
        #expect(try await fixture.converge(["vms.yaml": AWSFixture.pool(replicas: 1, type: "t3.small")]).exit == 0)
        #expect(try await fixture.seen() == ["vms-0 t3.small"])

        // Another image is another instance.
        let replaced = AWSFixture.pool(replicas: 1, type: "t3.small", image: "ami-1e749f67")
        #expect(try await fixture.converge(["vms.yaml": replaced]).exit == 0)
        #expect(try await fixture.seen() == ["vms-0 t3.small"])
        #expect(Set(try await fixture.server.instances().map(\.id)).isDisjoint(with: before))

        let gone = try await fixture.converge(["vms.yaml": nil])
        #expect(gone.exit == 0, "\(gone.output)")
        #expect(try await fixture.server.instances().isEmpty)
        #expect(try await fixture.server.violations() == [])
    }

    @Test("Three regions, and all taken down by `rondo down`")
    func regions() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let places = ["us-east-1", "eu-west-1", "ap-southeast-2"]
        // Images differ from region to region: the newest of a name is looked for in each.
        let image = #"{ owner: amazon, name: "al2023-ami-2*-x86_64" }"#
        var files: [String: String?] = ["env.yaml": AWSFixture.environment]
        for place in places {
            files["\(place).yaml"] = AWSFixture.pool("vms-\(place)", replicas: 1, region: place, image: image)
        }
        let first = try await fixture.converge(files)
        #expect(first.exit == 0, "\(first.output)")
        for place in places { #expect(try await fixture.seen(region: place) == ["vms-\(place)-0 t3.micro"]) }
        let down = try await fixture.rondo.rondo("down", "--yes", environment: fixture.server.environment)
        #expect(down.exit == 0 && down.output.contains("3 instances deleted"), "\(down)")
        for place in places { #expect(try await fixture.server.instances(region: place).isEmpty) }
    }

    @Test("What somebody terminates or stops is put right, or told; what somebody starts with our tag is a leak")
    func drift() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let told = AWSFixture.pool("told", replicas: 1, extra: "  drift: report")
        try fixture.rondo.commit([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(), "told.yaml": told,
        ])
        let first = try await fixture.converge()
        #expect(first.exit == 0, "\(first.output)")
        let made = Date()
        let all = try await fixture.server.instances()
        let lost = try #require(all.first { $0.tags["Name"] == "vms-1" })
        let stopped = try #require(all.first { $0.tags["Name"] == "vms-0" })
        let left = try #require(all.first { $0.tags["Name"] == "told-0" })
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { run.output.contains("objects ready") }, "\(run.output)")
        // Until then an instance that ends counts as one that never came up.
        #expect(await eventually { Date().timeIntervalSince(made) > 11 })
        _ = try await fixture.server.cli("ec2", "terminate-instances", "--instance-ids", lost.id, left.id)
        _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", stopped.id)
        #expect(
            await eventually {
                (try? await fixture.seen()) == ["vms-0 t3.micro", "vms-1 t3.micro"]
            }, "\(run.output)")
        #expect(try await fixture.server.instances().contains { $0.id == stopped.id && $0.state == "running" })
        let installation = try #require(stopped.tags["rondo:installation"])
        let tags = "ResourceType=instance,Tags=[{Key=rondo:installation,Value=\(installation)}]"
        let started =
            try await fixture.server.cli(
                "ec2", "run-instances", "--image-id", "ami-12c6146b", "--instance-type", "t3.micro",
                "--tag-specifications", tags) as? [String: Any]
        let stray = try #require((started?["Instances"] as? [[String: Any]])?.first?["InstanceId"] as? String)
        #expect(
            await eventually {
                (try? await fixture.rondo.rondo("leaks"))?.output.contains(stray) == true
            }, "\(run.output)")
        let described = try await fixture.rondo.rondo("describe", "resource/vms")
        #expect(described.output.contains("system ok, instance ok"), "\(described)")
        #expect(described.output.contains("Console of instance 0:"), "\(described)")
        let drift = try await fixture.rondo.rondo("drift")
        #expect(drift.exit == 1 && drift.output.contains("CloudResource/told"), "\(drift)")
        #expect(drift.output.contains("healed"), "\(drift.output)")
        let deleted = try await fixture.rondo.rondo("leaks", "delete", stray)
        #expect(deleted.exit == 0, "\(deleted)")
        #expect(try await !fixture.server.instances().contains { $0.id == stray })
        await fixture.rondo.stop(run)
    }

    /// Breaks when `traits` of what EC2 shows is nil, or `update` takes no notice of `only`.
    @Test("What somebody changes of an instance is put back, or told, field by field")
    func changed() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let told = AWSFixture.pool("told", replicas: 1, extra: "  drift: { instanceType: report, tags: correct }")
        _ = try await fixture.server.cli(
            "ec2", "create-security-group", "--group-name", "web", "--description", "of the test")
        let groups = "    securityGroups: [web]\n"
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "told.yaml": told,
            "vms.yaml": AWSFixture.pool(replicas: 1, extra: groups),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let other =
            try await fixture.server.cli(
                "ec2", "create-security-group", "--group-name", "open", "--description", "of the test")
            as? [String: Any]
        let all = try await fixture.server.instances()
        for instance in all {
            _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", instance.id)
            _ = try await fixture.server.cli(
                "ec2", "modify-instance-attribute", "--instance-id", instance.id, "--instance-type", "t3.large")
            _ = try await fixture.server.cli("ec2", "start-instances", "--instance-ids", instance.id)
            _ = try await fixture.server.cli(
                "ec2", "create-tags", "--resources", instance.id, "--tags", "Key=team,Value=nobody",
                "Key=backup,Value=weekly")
            _ = try await fixture.server.cli(
                "ec2", "modify-instance-attribute", "--instance-id", instance.id, "--groups",
                try #require(other?["GroupId"] as? String))
        }
        let again = try await fixture.converge()
        #expect(again.exit == 1, "one is only told of: \(again.output)")
        #expect(try await fixture.seen() == ["told-0 t3.large", "vms-0 t3.micro"])
        let mended = try await fixture.server.instances()
        #expect(Set(mended.map(\.id)) == Set(all.map(\.id)), "none was replaced")
        #expect(mended.allSatisfy { $0.tags["team"] == "shop" && $0.tags["backup"] == "weekly" })
        let drift = try await fixture.rondo.rondo("drift")
        #expect(drift.exit == 1 && drift.output.contains("instance[0].instanceType"), "\(drift)")
        #expect(drift.output.contains("instance[0].securityGroups"), "\(drift)")
        #expect(drift.output.contains("t3.large") && drift.output.contains("healed"), "\(drift)")
        let shown = try await fixture.rondo.rondo("describe", "resource/told")
        #expect(shown.output.contains("instanceType: t3.large"), "\(shown)")
        let patch = try await fixture.rondo.rondo("drift", "accept", "--to", fixture.rondo.repository.path)
        #expect(patch.output.contains("+    instanceType: t3.large"), "\(patch)")
        #expect(try await fixture.server.violations() == [])
    }

    /// moto shows the profile of a launch for good, so that only the address is changed here.
    ///
    /// Breaks when `traits` leaves out the profile or the address.
    @Test("An address that somebody gave is told and left as it is; what is as declared is no drift")
    func onlyTold() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        _ = try await fixture.server.cli("iam", "create-instance-profile", "--instance-profile-name", "tester")
        let subnets = try await fixture.server.cli("ec2", "describe-subnets") as? [String: Any]
        let subnet = try #require((subnets?["Subnets"] as? [[String: Any]])?.first?["SubnetId"] as? String)
        func pool(_ name: String, _ more: String) -> String {
            AWSFixture.pool(name, replicas: 1, extra: "    identity: tester\n" + more)
        }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "hidden.yaml": pool("hidden", "    publicIP: false\n"),
            "open.yaml": pool("open", "    publicIP: true\n    subnet: \(subnet)\n"),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let same = try await fixture.converge()
        #expect(same.exit == 0, "nothing drifted: \(same.output)")
        let all = try await fixture.server.instances()
        let hidden = try #require(all.first { $0.tags["Name"] == "hidden-0" }?.id)
        let address = try await fixture.server.cli("ec2", "allocate-address", "--domain", "vpc") as? [String: Any]
        _ = try await fixture.server.cli(
            "ec2", "associate-address", "--instance-id", hidden, "--allocation-id",
            try #require(address?["AllocationId"] as? String))
        let again = try await fixture.converge()
        #expect(again.exit == 1, "\(again.output)")
        #expect(Set(try await fixture.server.instances().map(\.id)) == Set(all.map(\.id)), "none was replaced")
        let drift = try await fixture.rondo.rondo("drift")
        #expect(drift.output.contains("CloudResource/hidden   instance[0].publicIP"), "\(drift)")
        #expect(drift.output.contains("1 open"), "\(drift)")
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when `homes` are not written down, or `CloudPlaces` takes no notice of them.
    @Test("What stands in an account that its environment no longer names is found there after a restart")
    func movedAccount() async throws {
        guard let fixture = try AWSFixture(), let other = try AWSFixture() else { return }
        defer {
            fixture.end()
            other.end()
        }
        func environment(_ url: String) -> String {
            AWSFixture.environment.replacing("type: dev", with: "type: dev, clouds: { aws: { endpoint: \"\(url)\" } }")
        }
        let (old, new) = (fixture.server, other.server)
        try fixture.rondo.directory.write("allow: { endpoints: [\"\(old.url)\", \"\(new.url)\"] }\n", to: "config.yaml")
        let config = ["--config", fixture.rondo.directory.path("config.yaml")]
        let first = try await fixture.converge(
            ["env.yaml": environment(old.url), "vms.yaml": AWSFixture.pool(replicas: 1)], config)
        #expect(first.exit == 0, "\(first.output)")
        let id = try #require(try await old.instances().first?.id)
        // The move itself is seen by the controller before, or by the next: here by the next.
        let moved = try await fixture.converge(["env.yaml": environment(new.url)], config)
        #expect(moved.exit == 0, "\(moved.output)")
        #expect(try await old.instances().map(\.id) == [id], "\(moved.output)")
        #expect(try await new.instances().isEmpty, "\(moved.output)")
        let more = try await fixture.converge(["vms.yaml": AWSFixture.pool(replicas: 2)], config)
        #expect(more.exit == 0, "\(more.output)")
        #expect(try await old.instances().map(\.id) == [id], "\(more.output)")
        #expect(try await new.instances().count == 1, "\(more.output)")
        let down = try await fixture.rondo.rondo(
            "down", "--yes", "--config", fixture.rondo.directory.path("config.yaml"), environment: old.environment)
        #expect(down.exit == 0 && down.output.contains("2 instances deleted"), "\(down)")
        #expect(try await old.instances().isEmpty)
        #expect(try await new.instances().isEmpty)
    }

    /// Breaks when a look, an end or `down` leaves out `AccountCheck`.
    @Test("With keys of another account nothing is lost, made again, ended or forgotten")
    func otherAccount() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 2),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let made = Set(try await fixture.server.instances().map(\.id))
        let role =
            try await fixture.server.cli(
                "sts", "assume-role", "--role-arn", "arn:aws:iam::999988887777:role/other", "--role-session-name",
                "other")
            as? [String: Any]
        let keys = try #require(role?["Credentials"] as? [String: String])
        var other = fixture.server.environment
        other["AWS_ACCESS_KEY_ID"] = keys["AccessKeyId"]
        other["AWS_SECRET_ACCESS_KEY"] = keys["SecretAccessKey"]
        other["AWS_SESSION_TOKEN"] = keys["SessionToken"]
        _ = try await fixture.server.calls()

        try fixture.rondo.commit(["vms.yaml": nil])
        let run = try fixture.rondo.startController(["--once"], environment: other)
        let exit = await run.exitCode()
        let said = run.output + run.errors
        #expect(exit != 0, "\(said)")
        #expect(said.contains("is in account 123456789012"), "\(said)")
        #expect(said.contains("lead to account 999988887777"), "\(said)")
        let refused = try await fixture.rondo.rondo("down", "--yes", environment: other)
        #expect(refused.exit == 2 && refused.output.contains("0 instances deleted"), "\(refused)")
        #expect(refused.output.contains("is in account 123456789012"), "\(refused)")
        let calls = try await fixture.server.calls()
        #expect(calls["RunInstances"] == nil && calls["TerminateInstances"] == nil, "\(calls)")
        #expect(Set(try await fixture.server.instances().map(\.id)) == made)

        let down = try await fixture.rondo.rondo("down", "--yes", environment: fixture.server.environment)
        #expect(down.exit == 0 && down.output.contains("2 instances deleted"), "\(down)")
        #expect(try await fixture.server.instances().isEmpty)
    }

    /// Mutation: `read` in `EC2Tags` gives nil: the instances are made a second time.
    @Test("A lost database loses no instance, and makes none twice")
    func lostDatabase() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        #expect(
            try await fixture.converge(["env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 3)])
                .exit == 0)
        let before = Set(try await fixture.server.instances().map(\.id))
        for name in ["control", "history"] {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: "\(fixture.rondo.state)/\(name).db\(suffix)")
            }
        }
        _ = try await fixture.server.calls()
        let again = try await fixture.converge()
        #expect(again.exit == 0, "\(again.output)")
        #expect(Set(try await fixture.server.instances().map(\.id)) == before)
        #expect(try await fixture.server.calls()["RunInstances"] == nil)
        #expect(Set(try await fixture.rondo.instances().map(\.id.rawValue)) == before)
    }

    /// `RONDO_KILLS` says how often (20 without it), `RONDO_KILL_SEED` when. Mutation: in `CloudResourceReconciler.intent`, make a new intent
    /// though one is open, and let `existing` in `EC2Provider` find nothing.
    @Test("Killed again and again, never two for one ordinal and none lost")
    func kills() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        func number(_ name: String, _ usual: Int) -> Int {
            ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
        }
        var random = SplitMix64(seed: UInt64(number("RONDO_KILL_SEED", 7)))
        let kills = number("RONDO_KILLS", 20)
        // A budget that holds none of many small steps down, from the first commit that was carried out.
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(replicas: 2),
            "rondo.yaml": "prune: { maxObjects: 1000 }\n",
        ])
        #expect(first.exit == 0, "\(first.output)")
        var replicas = 2
        for number in 0..<kills {
            // Lists of a real cloud are late, and its answers take their time.
            try await fixture.server.fault("RunInstances", count: 2, ["late": 2, "delay": 0.2])
            let run = try fixture.rondo.startController(environment: fixture.server.environment)
            try await Task.sleep(for: random.pause(0.1...1.2))
            run.signal(SIGKILL)
            _ = await run.exitCode()
            if number % 4 == 3 {
                replicas = replicas == 4 ? 2 : replicas + 1
                try fixture.rondo.commit(["vms.yaml": AWSFixture.pool(replicas: replicas)])
            }
        }
        let last = try await fixture.converge()
        #expect(last.exit == 0, "\(last.output)")
        #expect(
            try await fixture.seen() == (0..<replicas).map { "vms-\($0) t3.micro" },
            "after \(kills) kills: \(last.output)")
        #expect(try await fixture.server.violations() == [])
    }

    @Test(
        "What AWS does not take names the field with its place, and others go on",
        arguments: [
            ("image", "vms.yaml:12:12: configuration.image"), ("type", "vms.yaml:10:19: configuration.instanceType"),
            ("subnet", "vms.yaml:14:13: configuration.subnet"),
        ])
    func fields(_ what: String, _ expected: String) async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let bad =
            switch what {
            case "image": AWSFixture.pool(image: "ami-00000000")
            case "type": AWSFixture.pool(type: "t3.enormous")
            default: AWSFixture.pool(extra: "    subnet: subnet-0")
            }
        let run = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": bad, "other.yaml": AWSFixture.pool("other", replicas: 1),
        ])
        #expect(run.exit == 2 && run.output.contains(expected), "\(run.output)")
        #expect(try await fixture.seen() == ["other-0 t3.micro"])
        // Once it is mended, nothing waits.
        let mended = try await fixture.converge(["vms.yaml": AWSFixture.pool()])
        #expect(mended.exit == 0, "\(mended.output)")
        #expect(try await fixture.seen() == ["other-0 t3.micro", "vms-0 t3.micro", "vms-1 t3.micro"])
    }

    @Test("A region that does not exist is asked about, and nothing is told as done")
    func unknownRegion() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(region: "mars-north-1.invalid"),
        ])
        var variables = fixture.server.environment
        variables["AWS_ENDPOINT_URL"] = nil
        let run = try fixture.rondo.startController(["--once"], environment: variables)
        #expect(await run.exitCode() == 2, "\(run.output)")
        let output = run.output + run.errors
        #expect(output.contains("is there a region `mars-north-1.invalid`"), "\(output)")
        #expect(output.contains("could not check everything"), "\(output)")
    }

    /// Breaks when an instance is stopped before its new type was looked at.
    @Test("A commit with a type that is none leaves what runs running, and names the field")
    func wrongTypeInPlace() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let first = try await fixture.converge([
            "env.yaml": AWSFixture.environment, "vms.yaml": AWSFixture.pool(),
        ])
        #expect(first.exit == 0, "\(first.output)")
        let before = try await fixture.server.instances()
        let wrong = try await fixture.converge(["vms.yaml": AWSFixture.pool(type: "t3.enormous")])
        #expect(
            wrong.exit == 2 && wrong.output.contains("vms.yaml:10:19: configuration.instanceType"), "\(wrong.output)")
        #expect(try await fixture.server.instances() == before)
        #expect(before.allSatisfy { $0.state == "running" })
        let mended = try await fixture.converge(["vms.yaml": AWSFixture.pool(type: "t3.small")])
        #expect(mended.exit == 0, "\(mended.output)")
        #expect(Set(try await fixture.server.instances().map(\.id)) == Set(before.map(\.id)), "none was replaced")
    }

    @Test("An endpoint of a manifest is used only when the operator allows it, with keys from secrets")
    func endpoint() async throws {
        guard let fixture = try AWSFixture() else { return }
        defer { fixture.end() }
        let environment = """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec:
              type: dev
              secrets: { key: env:SHOP_KEY, secret: env:SHOP_SECRET }
              clouds:
                aws:
                  endpoint: "\(fixture.server.url)"
                  region: us-east-1
                  credentials: { accessKey: "${{ secrets.key }}", secretKey: "${{ secrets.secret }}" }

            """
        try fixture.rondo.commit(["env.yaml": environment, "vms.yaml": AWSFixture.pool(replicas: 1)])
        var variables = ["AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null"]
        variables["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
        variables["SHOP_KEY"] = "AKIASHOP"
        variables["SHOP_SECRET"] = "never-to-be-shown"
        let refused = try fixture.rondo.startController(["--once"], environment: variables)
        #expect(await refused.exitCode() == 2)
        #expect(try await fixture.server.instances().isEmpty)
        try fixture.rondo.directory.write(
            "allow: { endpoints: [\"\(fixture.server.url)\"], env: [SHOP_*] }\n", to: "config.yaml")
        let configuration = fixture.rondo.directory.path("config.yaml")
        let allowed = try fixture.rondo.startController(["--once", "--config", configuration], environment: variables)
        #expect(await allowed.exitCode() == 0, "\(allowed.output) \(allowed.errors)")
        #expect(try await fixture.seen() == ["vms-0 t3.micro"])
        #expect(!(allowed.output + allowed.errors).contains("never-to-be-shown"))
        let down = try await fixture.rondo.rondo("down", "--yes", "--config", configuration, environment: variables)
        #expect(down.exit == 0 && down.output.contains("1 instance deleted"), "\(down)")
        #expect(try await fixture.seen().isEmpty)
    }
}
