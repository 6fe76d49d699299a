import Foundation
import Model

/// An instance as DescribeInstances and RunInstances show it.
struct EC2Instance: Hashable, Sendable {
    let id: String
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped`.
    let state: String
    let type: String
    let image: String?
    /// `x86_64`, `arm64`
    let architecture: String?
    let privateAddress: String?
    let publicAddress: String?
    let launched: Date
    let zone: String?
    let subnet: String?
    let groups: [InstanceTraits.SecurityGroup]
    let keyName: String?
    let profile: String?
    let isSpot: Bool
    let tags: [String: String]
    /// The number of the account that it is in.
    let account: String?
    /// Why it is in its state, where AWS says so: `Server.SpotInstanceTermination: …`.
    let reason: String?

    /// nil for an element of another shape.
    ///
    /// - Parameter reservation: what it was launched with.
    init?(_ item: XMLElement, of reservation: XMLElement) {
        account = reservation.text("ownerId")
        guard let id = item.text("instanceId"), let state = item["instanceState"]?.text("name") else { return nil }
        self.id = id
        self.state = state
        type = item.text("instanceType") ?? ""
        image = item.text("imageId")
        architecture = item.text("architecture")
        privateAddress = item.text("privateIpAddress")
        publicAddress = item.text("ipAddress")
        launched = item.text("launchTime").flatMap(AWSTemporaryCredentials.date) ?? Date(timeIntervalSince1970: 0)
        zone = item["placement"]?.text("availabilityZone")
        subnet = item.text("subnetId")
        groups = item.items("groupSet").compactMap { group in
            group.text("groupId").map { InstanceTraits.SecurityGroup(id: $0, name: group.text("groupName")) }
        }
        keyName = item.text("keyName")
        profile = item["iamInstanceProfile"]?.text("arn")
        isSpot = item.text("instanceLifecycle") == "spot"
        tags = Dictionary(
            item.items("tagSet").compactMap { tag in tag["key"].map { ($0.whole, tag["value"]?.whole ?? "") } },
            uniquingKeysWith: { $1 })
        reason = item["stateReason"]?.text("message")
    }

    /// Those that were launched together; nil where one of them can't be read, which must not pass for gone.
    @Sendable static func ofReservation(_ reservation: XMLElement) -> [EC2Instance]? {
        let items = reservation.items("instancesSet")
        let instances = items.compactMap { EC2Instance($0, of: reservation) }
        return instances.count == items.count ? instances : nil
    }

    var observedState: ObservedInstance.State {
        switch state {
        case "pending": .pending
        case "running": .running
        case "stopping", "stopped": .stopped
        case "shutting-down": .terminating
        default: .terminated
        }
    }

    /// nil for one that is not this installation's, or was released.
    func observed(in region: String, of installation: InstallationID) -> ObservedInstance? {
        guard tags[EC2Tags.released] == nil, let own = EC2Tags.read(tags, of: id), own.installation == installation
        else { return nil }
        return ObservedInstance(
            id: InstanceID(rawValue: id), provider: .aws, state: observedState, tags: own,
            address: publicAddress ?? privateAddress, createdAt: launched, region: region, image: image,
            traits: traits, account: account)
    }

    /// What a manifest says of it too.
    var traits: InstanceTraits {
        InstanceTraits(
            instanceType: type, tags: custom, securityGroups: groups, image: image,
            isPublic: observedState == .running ? publicAddress != nil : nil, identity: profile)
    }

    /// Those that neither Rondo nor AWS made.
    private var custom: [String: String] {
        tags.filter { !$0.key.hasPrefix("rondo:") && !$0.key.hasPrefix("aws:") }
    }

    /// What a manifest of it would say.
    func definition(in region: String, environment: String) -> CloudResourceSpec {
        let custom = custom.filter { $0.key != "Name" }
        return CloudResourceSpec(
            environment: environment, provider: .aws, type: .ec2,
            configuration: ResourceConfiguration(
                cloud: CloudInstance(
                    instanceType: type, region: region, tags: custom.isEmpty ? nil : custom,
                    image: image.map { .id($0) }, subnet: subnet,
                    securityGroups: groups.isEmpty ? nil : groups.map(\.id),
                    publicIP: publicAddress == nil ? nil : true, spot: isSpot ? true : nil, keyName: keyName,
                    identity: profile)), worker: nil)
    }
}
