import Foundation
import Model
import TestSupport
import Testing

@testable import Clouds

/// What a manifest may say of an instance besides its type and image, as the AWS CLI sees it afterwards.
@Suite(.serialized) struct EC2LaunchTests {
    /// The only instance that has not ended, in the words of DescribeInstances.
    private func shown(_ fixture: EC2Fixture) async throws -> [String: Any] {
        let answer =
            try await fixture.server.cli(
                "ec2", "describe-instances", "--filters", "Name=instance-state-name,Values=running") as? [String: Any]
        let reservations = try #require(answer?["Reservations"] as? [[String: Any]])
        #expect(reservations.count == 1)
        return try #require((reservations.first?["Instances"] as? [[String: Any]])?.first)
    }

    private func create(_ cloud: CloudInstance, _ fixture: EC2Fixture) async throws -> ObservedInstance {
        try await fixture.provider.create(fixture.request(cloud: cloud))
    }

    private static func cloud(
        zone: String? = nil, publicIP: Bool? = nil, disk: CloudInstance.Disk? = nil, spot: Bool? = nil,
        keyName: String? = nil, identity: String? = nil
    ) -> CloudInstance {
        CloudInstance(
            instanceType: "t3.micro", region: "us-east-1", zone: zone, image: .id(EC2Fixture.image),
            publicIP: publicIP, disk: disk, spot: spot, keyName: keyName, identity: identity)
    }

    /// Breaks when one of the four is left out of the launch.
    @Test("Zone, key, spot and instance profile are those of the manifest")
    func placed() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        _ = try await fixture.server.cli("ec2", "create-key-pair", "--key-name", "ops")
        let profile =
            try await fixture.server.cli(
                "iam", "create-instance-profile", "--instance-profile-name", "tester") as? [String: Any]
        let arn = try #require((profile?["InstanceProfile"] as? [String: Any])?["Arn"] as? String)
        let made = try await create(
            Self.cloud(zone: "us-east-1c", spot: true, keyName: "ops", identity: "tester"), fixture)
        let seen = try await shown(fixture)
        #expect((seen["Placement"] as? [String: Any])?["AvailabilityZone"] as? String == "us-east-1c")
        #expect(seen["KeyName"] as? String == "ops" && seen["InstanceLifecycle"] as? String == "spot")
        #expect((seen["IamInstanceProfile"] as? [String: Any])?["Arn"] as? String == arn)
        #expect(try await fixture.server.violations() == [])

        let listed = try #require(try await fixture.provider.list(installation: fixture.installation).first)
        #expect(listed.traits?.identity == arn)
        let definition = try #require(await fixture.provider.definition(of: made.id)?.configuration.cloud)
        #expect(definition.spot == true && definition.keyName == "ops" && definition.identity == arn)
        // One of the spot market can't be stopped for another type.
        let bigger = InstanceUpdate(tags: made.tags, spec: EC2Fixture.spec(EC2Fixture.cloud("t3.large")))
        await #expect(throws: EC2Refusal.spotResize(made.id.rawValue)) {
            try await fixture.provider.update(made.id, bigger)
        }
        #expect(try await fixture.server.instances().map(\.state) == ["running"])
    }

    @Test("An instance profile may be given as an ARN; without any of them there is none")
    func plain() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        _ = try await create(Self.cloud(), fixture)
        let seen = try await shown(fixture)
        #expect(seen["KeyName"] == nil && seen["InstanceLifecycle"] == nil && seen["IamInstanceProfile"] == nil)
        let profile =
            try await fixture.server.cli(
                "iam", "create-instance-profile", "--instance-profile-name", "tester") as? [String: Any]
        let arn = try #require((profile?["InstanceProfile"] as? [String: Any])?["Arn"] as? String)
        let second = try await fixture.provider.create(fixture.request(1, cloud: Self.cloud(identity: arn)))
        let listed = try await fixture.provider.list(installation: fixture.installation)
        #expect(listed.first { $0.id == second.id }?.traits?.identity == arn)
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when the size is told in bytes, when the disk is another than the image's root, or outlives its instance.
    @Test("The root disk has the size and type of the manifest, our tags, and goes with its instance")
    func disk() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let image = try await fixture.server.cli("ec2", "describe-images", "--image-ids", EC2Fixture.image)
        let root = (((image as? [String: Any])?["Images"] as? [[String: Any]])?.first?["RootDeviceName"] as? String)
        let made = try await create(
            Self.cloud(disk: CloudInstance.Disk(size: ByteSize(bytes: 20_500 << 20), type: "gp3")), fixture)
        let mappings = try #require(try await shown(fixture)["BlockDeviceMappings"] as? [[String: Any]])
        #expect(mappings.map { $0["DeviceName"] as? String } == [root])
        let volumes = try #require(try await volumes(fixture))
        #expect(volumes.count == 1 && volumes.first?["Size"] as? Int == 21)
        #expect(volumes.first?["VolumeType"] as? String == "gp3")
        let tags = try #require(volumes.first?["Tags"] as? [[String: String]])
        #expect(tags.contains { $0["Key"] == "rondo:installation" && $0["Value"] == fixture.installation.rawValue })
        #expect(try await fixture.server.violations() == [])
        try await fixture.provider.terminate(made.id)
        #expect(try await self.volumes(fixture)?.isEmpty == true)
    }

    private func volumes(_ fixture: EC2Fixture) async throws -> [[String: Any]]? {
        (try await fixture.server.cli("ec2", "describe-volumes") as? [String: Any])?["Volumes"] as? [[String: Any]]
    }

    /// Breaks when the subnet's own habit decides although the manifest says something else.
    @Test("An address of the internet is given as the manifest says, whatever its subnet does by itself")
    func publicIP() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let answer = try await fixture.server.cli("ec2", "describe-subnets") as? [String: Any]
        let subnet = try #require((answer?["Subnets"] as? [[String: Any]])?.first?["SubnetId"] as? String)
        for isSubnetsHabit in [true, false] {
            _ = try await fixture.server.cli(
                "ec2", "modify-subnet-attribute", "--subnet-id", subnet,
                isSubnetsHabit ? "--map-public-ip-on-launch" : "--no-map-public-ip-on-launch")
            // One that has looked at no subnet yet.
            let provider = EC2Provider(
                accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
            await provider.look(in: [EC2Fixture.place()])
            for isWanted in [true, false, nil] {
                let cloud = CloudInstance(
                    instanceType: "t3.micro", region: "us-east-1", image: .id(EC2Fixture.image), subnet: subnet,
                    publicIP: isWanted)
                let made = try await provider.create(fixture.request(cloud: cloud))
                let seen = try await shown(fixture)
                let (isPublic, id) = (isWanted ?? false, "\(made.id) \(isSubnetsHabit)")
                #expect((seen["PublicIpAddress"] != nil) == isPublic && seen["SubnetId"] as? String == subnet, "\(id)")
                let listed = try await provider.list(installation: fixture.installation)
                #expect(listed.map(\.id) == [made.id] && listed.first?.traits?.isPublic == isPublic, "\(id)")
                try await provider.terminate(made.id)
            }
        }
        #expect(try await fixture.server.violations() == [])
    }

    @Test("Without a subnet an address of the internet is given where the manifest says so")
    func publicIPOfDefaultSubnet() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        for isWanted in [true, nil] {
            let made = try await create(Self.cloud(zone: "us-east-1b", publicIP: isWanted), fixture)
            let seen = try await shown(fixture)
            #expect((seen["PublicIpAddress"] != nil) == (isWanted == true))
            #expect((seen["Placement"] as? [String: Any])?["AvailabilityZone"] as? String == "us-east-1b")
            try await fixture.provider.terminate(made.id)
        }
    }

    @Test("A zone, key or profile that is not there is told with its field")
    func wrong() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        for (cloud, field) in [
            (Self.cloud(zone: "us-west-2a"), "configuration.zone"),
            (Self.cloud(keyName: "nobody"), "configuration.keyName"),
            (Self.cloud(identity: "nobody"), "configuration.identity"),
        ] {
            let error = await #expect(throws: EC2FieldError.self) { try await create(cloud, fixture) }
            #expect(error?.field == field && error?.fault == .refused, "\(error.map { "\($0)" } ?? "")")
        }
        #expect(try await fixture.server.instances().isEmpty)
    }
}
