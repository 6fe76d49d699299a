import Foundation
import Model

/// What RunInstances is asked for: the manifest's names resolved, nothing looked up any more.
struct EC2Launch: Hashable, Sendable {
    let cloud: CloudInstance
    /// `ami-…`
    let image: EC2Image
    /// `subnet-…`
    let subnet: String?
    /// Whether instances of the subnet get a public address where nobody says otherwise; nil where that is not known.
    var mapsPublicIP: Bool?
    /// `sg-…`
    let groups: [String]
    let tags: [String: String]
    /// Two launches with one token make one instance.
    let token: UUID
    /// What runs at the first boot; nil when nothing does.
    let userData: String?

    /// The parameters of the call ("RunInstances" of the Amazon EC2 API reference).
    var fields: FormFields {
        var fields = FormFields([
            ("ImageId", image.id), ("InstanceType", cloud.instanceType), ("MinCount", "1"), ("MaxCount", "1"),
            ("ClientToken", token.uuidString.lowercased()),
            // Only who asks with a token hears of the machine's credentials.
            ("MetadataOptions.HttpTokens", "required"),
        ])
        fields.set("KeyName", cloud.keyName)
        fields.set("Placement.AvailabilityZone", cloud.zone)
        addNetwork(to: &fields)
        if let identity = cloud.identity {
            fields.set(identity.hasPrefix("arn:") ? "IamInstanceProfile.Arn" : "IamInstanceProfile.Name", identity)
        }
        if cloud.spot == true {
            fields.set("InstanceMarketOptions.MarketType", "spot")
            fields.set("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time")
        }
        if let disk = cloud.disk {
            let mapping = "BlockDeviceMapping.1"
            fields.set("\(mapping).DeviceName", image.rootDevice)
            fields.set("\(mapping).Ebs.VolumeSize", "\(Self.gibibytes(disk.size))")
            fields.set("\(mapping).Ebs.VolumeType", disk.type)
            fields.set("\(mapping).Ebs.DeleteOnTermination", "true")
        }
        fields.set("UserData", userData.map { Data($0.utf8).base64EncodedString() })
        for (index, kind) in ["instance", "volume"].enumerated() {
            let specification = "TagSpecification.\(index + 1)"
            fields.set("\(specification).ResourceType", kind)
            for (number, tag) in tags.sorted(by: { $0.key < $1.key }).enumerated() {
                fields.set("\(specification).Tag.\(number + 1).Key", tag.key)
                fields.set("\(specification).Tag.\(number + 1).Value", tag.value)
            }
        }
        return fields
    }

    /// Where the subnet would decide otherwise about a public address, a network interface has to say it, and subnet and
    /// groups belong to that then. The subnets of a new account say yes.
    private func addNetwork(to fields: inout FormFields) {
        guard mapsPublicIP != (cloud.publicIP ?? false) else {
            fields.set("SubnetId", subnet)
            fields.list("SecurityGroupId", groups)
            return
        }
        let interface = "NetworkInterface.1"
        fields.set("\(interface).DeviceIndex", "0")
        fields.set("\(interface).AssociatePublicIpAddress", "\(cloud.publicIP ?? false)")
        fields.set("\(interface).SubnetId", subnet)
        fields.list("\(interface).SecurityGroupId", groups)
        fields.set("\(interface).DeleteOnTermination", "true")
    }

    /// Rounded up.
    static func gibibytes(_ size: ByteSize) -> Int64 { max(1, (size.bytes + (1 << 30) - 1) >> 30) }
}

/// What an instance boots from, as EC2 knows it.
struct EC2Image: Hashable, Sendable {
    /// `ami-…`
    let id: String
    /// `/dev/xvda`; nil where it was not asked for.
    let rootDevice: String?
}
