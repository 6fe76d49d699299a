import Foundation
import HTTPTransport
import Model
import Synchronization
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
        #expect(made.account == "123456789012" && listed.first?.account == made.account)
        #expect(try await provider.account(of: EC2Fixture.place()) == made.account)
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

    /// Breaks when an instance is stopped for a type that it can't have, or for one again that it did not get.
    @Test("For a type that is none an instance is not stopped; one that can't be set leaves it running")
    func impossibleType() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        let machine = try #require(try await fixture.server.instances().first)
        _ = try await fixture.server.calls()
        let wrong = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud("t3.enormous")))
        let error = await #expect(throws: EC2FieldError.self) { try await fixture.provider.update(made.id, wrong) }
        #expect(error?.field == "configuration.instanceType" && error?.fault == .refused)
        #expect(try await fixture.server.calls()["StopInstances"] == nil)
        // moto's image is of x86_64.
        let other = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud("m6g.large")))
        await #expect(throws: EC2Refusal.otherArchitecture("x86_64", of: machine.id, type: "m6g.large")) {
            try await fixture.provider.update(made.id, other)
        }
        #expect(try await fixture.server.calls()["StopInstances"] == nil)
        try await fixture.server.fault(
            "ModifyInstanceAttribute", ["code": "InvalidInstanceAttributeValue", "status": 400, "message": "No."])
        let bigger = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud("t3.large")))
        let refused = await #expect(throws: EC2FieldError.self) { try await fixture.provider.update(made.id, bigger) }
        #expect(refused?.field == "configuration.instanceType")
        #expect(try await fixture.server.instances() == [machine])
        #expect(try await fixture.server.calls()["StopInstances"] == 1)
        let again = await #expect(throws: EC2FieldError.self) { try await fixture.provider.update(made.id, bigger) }
        #expect(again?.description.contains("is not again within the hour") == true && again?.fault == .refused)
        #expect(try await fixture.server.calls()["StopInstances"] == nil)
        // Who may not look at types finds out when it is set.
        try await fixture.server.fault(
            "DescribeInstanceTypes", ["code": "UnauthorizedOperation", "status": 403, "message": "No."])
        let largest = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud("t3.xlarge")))
        _ = try await fixture.provider.update(made.id, largest)
        #expect(try await fixture.server.instances().map(\.type) == ["t3.xlarge"])
    }

    /// Breaks when what others tag an instance with goes with the next definition.
    @Test("A new definition takes off the tags of the one before, and nobody else's")
    func foreignTags() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let odd = ["a,b": "1", "50%": "2", "gone": " 3 "]
        let made = try await fixture.provider.create(fixture.request(cloud: EC2Fixture.cloud(tags: odd)))
        let shown = try await fixture.provider.list(installation: fixture.installation)
        #expect(shown.first?.traits?.tags.filter { $0.key != "Name" } == odd, "blanks as well")
        _ = try await fixture.server.cli(
            "ec2", "create-tags", "--resources", made.id.rawValue, "--tags", "Key=backup,Value=weekly")
        let next = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud(tags: ["a,b": "4"])))
        _ = try await fixture.provider.update(made.id, next)
        let tags = try #require(try await fixture.server.instances().first?.tags)
        #expect(tags["backup"] == "weekly" && tags["a,b"] == "4" && tags["50%"] == nil && tags["gone"] == nil)
        let none = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud()))
        _ = try await fixture.provider.update(made.id, none)
        let left = try #require(try await fixture.server.instances().first?.tags)
        #expect(left["a,b"] == nil && left["rondo:tags"] == nil && left["backup"] == "weekly")
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when one that lists do not show yet counts as ended.
    @Test("One that was made just now is ended although it is not shown yet; without a place nothing is told as ended")
    func endsUnseen() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        _ = try await fixture.provider.list(installation: fixture.installation)
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.server.fault(
            "DescribeInstances", ["code": "InvalidInstanceID.NotFound", "status": 400, "message": "No."])
        try await fixture.provider.terminate(made.id)
        #expect(try await fixture.server.instances().isEmpty)
        let blind = EC2Provider(accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
        await #expect(throws: EC2Refusal.noPlace(made.id)) { try await blind.terminate(made.id) }
    }

    @Test("One that is being stopped is started once it has stopped")
    func startWhileStopping() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.provider.stop(made.id)
        // As AWS answers for a while.
        try await fixture.server.fault(
            "StartInstances", count: 2, ["code": "IncorrectInstanceState", "status": 400, "message": "It is stopping."])
        try await fixture.provider.start(made.id)
        #expect(try await fixture.provider.list(installation: fixture.installation).map(\.state) == [.running])
    }

    /// Breaks when a role is taken on in whichever region was asked first.
    @Test("A region that does not exist keeps no other region of its role from being seen")
    func roleBesideWrongRegion() async throws {
        let account = CloudAccount(credentials: .role("arn:aws:iam::123456789012:role/tester"))
        let asked = Mutex<[String]>([])
        let surroundings = AWSSurroundings(
            environment: ["AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"], home: "/nowhere"
        ) { request async throws(HTTPTransportError) -> HTTPResponse in
            asked.withLock { $0.append(request.url) }
            if request.url.contains("eu-wets-1") { throw .resolve(host: "sts.eu-wets-1.amazonaws.com") }
            let body =
                request.url.contains("//sts.")
                ? "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s"
                    + "</SecretAccessKey><SessionToken>t</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>"
                : "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"
            return HTTPResponse(
                status: 200, headers: HTTPHeaders(), body: Data(body.utf8), timings: HTTPTimings(), httpVersion: "1.1",
                finalURL: request.url)
        }
        let provider = EC2Provider(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        let wrong = EC2Fixture.place("eu-wets-1", account: account)
        await provider.look(in: [wrong, EC2Fixture.place("eu-west-1", account: account)])
        let survey = try await provider.survey(installation: InstallationID(rawValue: "one"))
        #expect(survey.blindSpots.map(\.place) == [wrong])
        #expect(asked.withLock { $0.contains("https://sts.eu-west-1.amazonaws.com/") }, "\(asked.withLock { $0 })")
    }

    /// Breaks when who may not look at subnets is asked again and again.
    @Test("What may not be looked at is asked for once")
    func deniedLookup() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let subnets = try await fixture.server.cli("ec2", "describe-subnets") as? [String: Any]
        let subnet = try #require((subnets?["Subnets"] as? [[String: Any]])?.first?["SubnetId"] as? String)
        try await fixture.server.fault(
            "DescribeSubnets", count: 9, ["code": "UnauthorizedOperation", "status": 403, "message": "No."])
        for ordinal in 0..<3 {
            _ = try await fixture.provider.create(fixture.request(ordinal, cloud: EC2Fixture.cloud(subnet: subnet)))
        }
        let calls = try await fixture.server.calls()
        #expect(calls["DescribeSubnets"] == 1 && calls["RunInstances"] == 3, "\(calls)")
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

    /// Breaks when `create` takes the code for any refusal, or `terminate` an instance that is not shown for one that is
    /// gone.
    @Test("A token whose instance has ended is told apart, and what is too new to be shown does not count as gone")
    func newcomers() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let ended: [String: any Sendable] = ["code": "IdempotentInstanceTerminated", "status": 400]
        try await fixture.server.fault("RunInstances", ended)
        await #expect {
            _ = try await fixture.provider.create(fixture.request())
        } throws: { error in
            if case CreationTokenError.ended = error { true } else { false }
        }
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.server.fault(
            "DescribeInstances", ["code": "InvalidInstanceID.NotFound", "status": 400])
        try await fixture.server.fault(
            "TerminateInstances", ["code": "InvalidInstanceID.NotFound", "status": 400])
        await #expect(throws: EC2Refusal.notShownYet(made.id)) { try await fixture.provider.terminate(made.id) }
        #expect(try await fixture.server.instances().count == 1)
        try await fixture.provider.terminate(made.id)
        #expect(try await fixture.server.instances().isEmpty)
    }
}
