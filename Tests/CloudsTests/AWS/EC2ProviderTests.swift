import Foundation
import Model
import TestSupport
import Testing

@testable import Clouds

/// The provider against moto, with the AWS CLI as another pair of eyes.
@Suite(.serialized) struct EC2ProviderTests {
    @Test("What is made is listed with its tags, stopped, started, changed in place, and ended")
    func life() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let provider = fixture.provider
        let made = try await provider.create(fixture.request(cloud: EC2Fixture.cloud(tags: ["team": "shop"])))
        #expect(made.provider == .aws && made.isAlive && made.region == "us-east-1" && made.image == EC2Fixture.image)
        let listed = try await provider.list(installation: fixture.installation)
        #expect(listed.map(\.id) == [made.id] && listed.map(\.tags) == [fixture.tags()])
        #expect(listed.first?.state == .running)
        let seen = try #require(try await fixture.server.instances().first)
        #expect(seen.id == made.id.rawValue && seen.type == "t3.micro")
        #expect(seen.tags["team"] == "shop" && seen.tags["Name"] == "pool-0")
        #expect(seen.tags["rondo:object"] == "CloudResource/pool" && seen.tags["rondo:ordinal"] == "0")

        try await provider.stop(made.id)
        #expect(try await provider.list(installation: fixture.installation).map(\.state) == [.stopped])
        try await provider.start(made.id)
        #expect(try await provider.list(installation: fixture.installation).map(\.state) == [.running])

        let tags = made.tags.with(specHash: Digest(rawValue: "new"), fixedHash: Digest(rawValue: "f"))
        let bigger = EC2Fixture.spec(EC2Fixture.cloud("t3.large", tags: ["owner": "ana"]))
        let changed = try await provider.update(made.id, InstanceUpdate(tags: tags, spec: bigger))
        #expect(changed.id == made.id && changed.tags == tags)
        let resized = try #require(try await fixture.server.instances().first)
        #expect(resized.type == "t3.large" && resized.tags["owner"] == "ana" && resized.tags["team"] == nil)
        #expect(resized.tags["rondo:spec-hash"] == "new" && resized.state == "running")

        let definition = await provider.definition(of: made.id)
        #expect(definition?.configuration.cloud?.instanceType == "t3.large")
        #expect(definition?.configuration.cloud?.tags == ["owner": "ana"])

        for _ in 0..<2 { try await provider.terminate(made.id) }
        #expect(try await provider.list(installation: fixture.installation).isEmpty)
        #expect(try await fixture.server.instances().isEmpty)
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when the launch leaves out its `ClientToken`.
    @Test("Two creations with one token make one instance, also when the first answer was cut off")
    func idempotent() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let token = UUID()
        try await fixture.server.fault("RunInstances", ["cut": true])
        let first = try await fixture.provider.create(fixture.request(token: token))
        let second = try await fixture.provider.create(fixture.request(token: token))
        #expect(first.id == second.id)
        #expect(try await fixture.server.instances().count == 1)
    }

    /// Breaks when `IdempotentParameterMismatch` is an error like others.
    @Test("A replay with another image finds what the first try made")
    func mismatch() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let token = UUID()
        let first = try await fixture.provider.create(fixture.request(token: token))
        let other = EC2Fixture.cloud("t3.small")
        let second = try await fixture.provider.create(fixture.request(token: token, cloud: other))
        #expect(second.id == first.id)
        #expect(try await fixture.server.instances().count == 1)
    }

    /// Breaks when `existing` looks at nothing: a controller that lost everything makes a second one.
    @Test("A provider that has seen nothing yet looks before it makes anything")
    func looksFirst() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        let other = EC2Provider(accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
        await other.look(in: [EC2Fixture.place()])
        let again = try await other.create(fixture.request(token: UUID()))
        #expect(again.id == made.id)
        let third = EC2Provider(accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
        await third.look(in: [EC2Fixture.place()])
        let next = InstanceRequest(
            token: UUID(), tags: fixture.tags(incarnation: 2), spec: EC2Fixture.spec(EC2Fixture.cloud()),
            joinToken: nil)
        await #expect(throws: EC2Refusal.foundOthers([made.id], EC2Fixture.place())) { try await third.create(next) }
        #expect(try await fixture.server.instances().count == 1)
    }

    @Test("Names of subnets and groups are looked up once, and images by alias and by name")
    func names() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let server = fixture.server
        let subnets = try await server.cli("ec2", "describe-subnets") as? [String: Any]
        let subnet = try #require((subnets?["Subnets"] as? [[String: Any]])?.first)
        let subnetID = try #require(subnet["SubnetId"] as? String)
        let network = try #require(subnet["VpcId"] as? String)
        _ = try await server.cli("ec2", "create-tags", "--resources", subnetID, "--tags", "Key=Name,Value=inner")
        let group = try await server.cli(
            "ec2", "create-security-group", "--group-name", "web", "--description", "web", "--vpc-id", network)
        let groupID = try #require((group as? [String: Any])?["GroupId"] as? String)
        let alias = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
        for ordinal in 0..<3 {
            let cloud = EC2Fixture.cloud(image: .id(alias), groups: ["web"], subnet: "inner")
            _ = try await fixture.provider.create(fixture.request(ordinal, cloud: cloud))
        }
        let calls = try await server.calls()
        #expect(calls["DescribeSubnets"] == 2, "by name, and for its network: \(calls)")
        #expect(calls["DescribeSecurityGroups"] == 1 && calls["RunInstances"] == 3)
        let shown = try await server.cli("ec2", "describe-instances") as? [String: Any]
        let instances = (shown?["Reservations"] as? [[String: Any]] ?? []).flatMap {
            $0["Instances"] as? [[String: Any]] ?? []
        }
        #expect(instances.count == 3)
        for instance in instances {
            #expect(instance["SubnetId"] as? String == subnetID && instance["PublicIpAddress"] == nil)
            // Those of its network interface: moto shows them nowhere else.
            let interface = (instance["NetworkInterfaces"] as? [[String: Any]])?.first
            #expect((interface?["Groups"] as? [[String: String]])?.compactMap { $0["GroupId"] } == [groupID])
        }
        // Where the subnet says no as well, nothing has to be said of an interface.
        _ = try await server.cli(
            "ec2", "modify-subnet-attribute", "--subnet-id", subnetID, "--no-map-public-ip-on-launch")
        let other = EC2Provider(accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
        await other.look(in: [EC2Fixture.place()])
        let quiet = try await other.create(
            fixture.request(9, cloud: EC2Fixture.cloud(groups: [groupID], subnet: subnetID)))
        let found =
            try await server.cli("ec2", "describe-instances", "--instance-ids", quiet.id.rawValue) as? [String: Any]
        let item = (found?["Reservations"] as? [[String: Any]])?.first?["Instances"] as? [[String: Any]]
        #expect((item?.first?["SecurityGroups"] as? [[String: String]])?.compactMap { $0["GroupId"] } == [groupID])
        #expect(item?.first?["PublicIpAddress"] == nil && item?.first?["SubnetId"] as? String == subnetID)
        let newest = EC2Fixture.cloud(
            image: .newest(owner: "099720109477", name: "ubuntu/images/hvm-ssd/ubuntu-trusty-*"))
        let made = try await fixture.provider.create(fixture.request(3, cloud: newest))
        #expect(made.image == "ami-1e749f67")
        let pinned = try await fixture.provider.create(
            fixture.request(4, cloud: newest, pinned: EC2Fixture.image))
        #expect(pinned.image == EC2Fixture.image)
        #expect(try await server.violations() == [])
    }

    @Test(
        "What EC2 does not take is told with the field that is to blame",
        arguments: [
            ("image", "configuration.image"), ("type", "configuration.instanceType"),
            ("subnet", "configuration.subnet"),
            ("named subnet", "configuration.subnet"),
            ("named group", "configuration.securityGroups"), ("alias", "configuration.image"),
            ("name", "configuration.image"),
        ])
    func fields(_ what: String, _ field: String) async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let cloud =
            switch what {
            case "image": EC2Fixture.cloud(image: .id("ami-00000000"))
            case "type": EC2Fixture.cloud("t3.enormous")
            case "subnet": EC2Fixture.cloud(subnet: "subnet-0")
            case "named subnet": EC2Fixture.cloud(subnet: "nowhere")
            case "named group": EC2Fixture.cloud(groups: ["nobody"])
            case "alias": EC2Fixture.cloud(image: .id("/aws/service/nothing"))
            default: EC2Fixture.cloud(image: .newest(owner: "099720109477", name: "nothing-*"))
            }
        let error = await #expect(throws: EC2FieldError.self) {
            try await fixture.provider.create(fixture.request(cloud: cloud))
        }
        #expect(error?.field == field && error?.fault == .refused, "\(error.map { "\($0)" } ?? "")")
        #expect(try await fixture.server.instances().isEmpty)
    }

    @Test("An environment's role is taken on once, and its instances are made with it")
    func role() async throws {
        let account = CloudAccount(credentials: .role("arn:aws:iam::123456789012:role/tester"))
        let place = EC2Fixture.place(account: account)
        guard let fixture = try await EC2Fixture(places: [place]) else { return }
        for ordinal in 0..<2 { _ = try await fixture.provider.create(fixture.request(ordinal)) }
        let calls = try await fixture.server.calls()
        #expect(calls["AssumeRole"] == 1 && calls["RunInstances"] == 2, "\(calls)")
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when a failed look of one region throws away those of others.
    @Test("A region that can't be looked at is a blind spot, and the others are seen")
    func blindSpot() async throws {
        let other = EC2Fixture.place("eu-west-1", account: CloudAccount(endpoint: "http://127.0.0.1:9"))
        guard let fixture = try await EC2Fixture(places: [EC2Fixture.place(), other]) else { return }
        let made = try await fixture.provider.create(fixture.request())
        let survey = try await fixture.provider.survey(installation: fixture.installation)
        #expect(survey.instances.map(\.id) == [made.id])
        #expect(survey.blindSpots.map(\.place) == [other])
        await #expect(throws: EC2Blindness.self) {
            try await fixture.provider.list(installation: fixture.installation)
        }
    }

    /// moto counts launches in pages, so that each instance is a launch of its own.
    @Test("1,500 instances are seen in two calls")
    func pages() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let tags = EC2Tags.own(of: fixture.tags()).merging([EC2Tags.ordinal: "#"]) { $1 }
        try await fixture.server.launch(1_500, tags: tags)
        let listed = try await fixture.provider.list(installation: fixture.installation)
        #expect(Set(listed.map(\.tags.ordinal)) == Set(0..<1_500) && listed.count == 1_500)
        #expect(try await fixture.server.calls() == ["DescribeInstances": 2])
        #expect(try await fixture.provider.list(installation: InstallationID(rawValue: "another")).isEmpty)
    }

    @Test("A released one is left alone, and one that another started with our tag is listed")
    func releaseAndLeak() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.provider.release(made.id)
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
        #expect(try await fixture.server.instances().count == 1)
        let specification =
            "ResourceType=instance,Tags=[{Key=rondo:installation,Value=\(fixture.installation.rawValue)}]"
        _ = try await fixture.server.cli(
            "ec2", "run-instances", "--image-id", EC2Fixture.image, "--instance-type", "t3.micro",
            "--tag-specifications", specification)
        let listed = try await fixture.provider.list(installation: fixture.installation)
        #expect(listed.count == 1 && listed.first?.tags.object.name == listed.first?.id.rawValue)
    }

    /// Breaks when `reports` leaves out the checks or the console, or asks every console.
    @Test("Checks and the console of an instance are told, and what can't be asked says why")
    func health() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        _ = try await fixture.provider.list(installation: fixture.installation)
        let made = [
            try await fixture.provider.create(fixture.request(0)),
            try await fixture.provider.create(fixture.request(1)),
        ]
        let questions = made.map {
            InstanceQuestion(id: $0.id, ordinal: $0.tags.ordinal, wantsConsole: $0.tags.ordinal == 0)
        }
        _ = try await fixture.server.calls()
        let reports = try await fixture.provider.reports(on: questions)
        #expect(reports.map(\.id) == made.map(\.id))
        #expect(reports.allSatisfy { $0.checks.map(\.name) == ["system", "instance"] && $0.problem == nil })
        #expect(reports[0].checks.allSatisfy { $0.status == "ok" })
        #expect(reports[0].console?.isEmpty == false && reports[1].console == nil)
        let calls = try await fixture.server.calls()
        #expect(calls == ["DescribeInstanceStatus": 1, "GetConsoleOutput": 1])
        #expect(try await fixture.server.violations() == [])
        try await fixture.server.fault(
            "DescribeInstanceStatus", count: 1, ["code": "UnauthorizedOperation", "status": 403, "message": "no"])
        let refused = try await fixture.provider.reports(on: questions)
        #expect(refused.allSatisfy { $0.problem?.contains("ec2:DescribeInstanceStatus") == true && $0.checks.isEmpty })
        #expect(refused[0].console?.isEmpty == false)
    }
}
