import Foundation
import Model

/// Finds what a manifest calls by name: images, subnets, security groups. Answers are kept for a while.
actor EC2Names {
    private static let lifetime = Duration.seconds(300)
    /// What an instance boots from where the manifest says nothing.
    private static let usualImage = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"

    private let calls: EC2Calls
    private let time: MonotonicTime
    private var kept: [Question: (answer: String, until: MonotonicInstant)] = [:]

    private enum Question: Hashable {
        case parameter(String)
        case newest(owner: String, name: String)
        case rootDevice(image: String)
        case subnet(String)
        case network(subnet: String)
        case mapsPublicIP(subnet: String)
        case group(String, network: String?)
    }

    init(calls: EC2Calls, time: MonotonicTime) {
        self.calls = calls
        self.time = time
    }

    // MARK: Images

    /// - Parameter pinned: what other instances of the same definition boot from.
    func image(of cloud: CloudInstance, pinned: String?) async throws -> EC2Image {
        let id = try await imageID(of: cloud, pinned: pinned)
        guard cloud.disk != nil else { return EC2Image(id: id, rootDevice: nil) }
        let device = try await answer(to: .rootDevice(image: id)) {
            let images = try await self.calls.call("DescribeImages", FormFields([("ImageId.1", id)]))
            return images.items("imagesSet").first?.text("rootDeviceName") ?? "/dev/xvda"
        }
        return EC2Image(id: id, rootDevice: device)
    }

    private func imageID(of cloud: CloudInstance, pinned: String?) async throws -> String {
        switch cloud.image {
        case .id(let id)? where id.hasPrefix("ami-"): return id
        case let choice:
            if let pinned { return pinned }
            switch choice {
            case nil: return try await parameter(Self.usualImage + Self.architecture(of: cloud.instanceType))
            case .id(let alias)?: return try await parameter(alias.replacing(/^resolve:ssm:/, with: ""))
            case .newest(let owner, let name)?: return try await newest(owner: owner, name: name)
            case .family(let family)?:
                throw EC2FieldError(
                    .image,
                    "AWS has no image families: give `\(family)` as an id, as an alias of SSM that begins with "
                        + "`/aws/service/`, or look for it by `{owner, name}`")
            }
        }
    }

    /// A public parameter of SSM whose value is the newest image's id.
    private func parameter(_ name: String) async throws -> String {
        try await answer(to: .parameter(name)) {
            do {
                let answer = try await self.calls.client.json(
                    .ssm, target: "AmazonSSM.GetParameter", in: self.calls.region, .object(["Name": .string(name)]))
                guard let value = answer["Parameter"]?["Value"]?.string, value.hasPrefix("ami-") else {
                    throw EC2FieldError(.image, "the parameter `\(name)` of SSM is no image")
                }
                return value
            } catch let error as AWSCallError where error.code == "ParameterNotFound" {
                throw EC2FieldError(.image, "there is no image `\(name)` in \(self.calls.region): \(error)")
            }
        }
    }

    private func newest(owner: String, name: String) async throws -> String {
        try await answer(to: .newest(owner: owner, name: name)) {
            var fields = FormFields([("Owner.1", owner)])
            fields.filter(1, "name", [name])
            fields.filter(2, "state", ["available"])
            let images = try await self.calls.call("DescribeImages", fields).items("imagesSet")
            // ISO 8601 of one zone, so that texts compare as dates do.
            let newest = images.max {
                ($0.text("creationDate") ?? "", $0.text("imageId") ?? "")
                    < ($1.text("creationDate") ?? "", $1.text("imageId") ?? "")
            }
            guard let id = newest?.text("imageId") else {
                throw EC2FieldError(
                    .image, "\(owner) has no image whose name matches `\(name)` in \(self.calls.region)")
            }
            return id
        }
    }

    /// AWS names processors of its own by a `g` after the generation: `m7g.large`.
    static func architecture(of instanceType: String) -> String {
        let family = instanceType.prefix { $0 != "." }
        let traits = family.drop { !$0.isNumber }.drop(while: \.isNumber)
        return traits.contains("g") || family.hasPrefix("a1") ? "arm64" : "x86_64"
    }

    // MARK: Networks

    func subnet(of cloud: CloudInstance) async throws -> String? {
        guard let name = cloud.subnet, !name.hasPrefix("subnet-") else { return cloud.subnet }
        return try await answer(to: .subnet(name)) {
            var fields = FormFields()
            fields.filter(1, "tag:Name", [name])
            return try await self.only(
                self.calls.call("DescribeSubnets", fields).items("subnetSet").compactMap { $0.text("subnetId") },
                "subnet", named: name, .subnet)
        }
    }

    func groups(of cloud: CloudInstance, subnet: String?) async throws -> [String] {
        var found: [String] = []
        for name in cloud.securityGroups ?? [] {
            if name.hasPrefix("sg-") {
                found.append(name)
                continue
            }
            let network = try await network(of: subnet)
            found.append(
                try await answer(to: .group(name, network: network)) {
                    var fields = FormFields()
                    fields.filter(1, "group-name", [name])
                    if let network { fields.filter(2, "vpc-id", [network]) }
                    return try await self.only(
                        self.calls.call("DescribeSecurityGroups", fields).items("securityGroupInfo")
                            .compactMap { $0.text("groupId") },
                        "security group", named: name, .securityGroups)
                })
        }
        return found
    }

    /// Whether instances of the subnet get a public address where nobody says otherwise; nil where that can't be told.
    func mapsPublicIP(_ subnet: String?) async throws -> Bool? {
        guard let subnet else { return nil }
        let answer = try await answer(to: .mapsPublicIP(subnet: subnet)) {
            do {
                return try await self.described(subnet).text("mapPublicIpOnLaunch") ?? "false"
            } catch let error as AWSCallError where error.code == "UnauthorizedOperation" {
                return "unknown"
            }
        }
        return answer == "unknown" ? nil : answer == "true"
    }

    private func network(of subnet: String?) async throws -> String? {
        guard let subnet else { return nil }
        return try await answer(to: .network(subnet: subnet)) {
            let described = try await self.described(subnet)
            self.keep(described.text("mapPublicIpOnLaunch") ?? "false", for: .mapsPublicIP(subnet: subnet))
            return described.text("vpcId") ?? ""
        }
    }

    private func described(_ subnet: String) async throws -> XMLElement {
        let answer: XMLElement
        do {
            answer = try await calls.call("DescribeSubnets", FormFields([("SubnetId.1", subnet)]))
        } catch let error as AWSCallError where error.code != "UnauthorizedOperation" {
            throw error.ofField
        }
        guard let found = answer.items("subnetSet").first else {
            throw EC2FieldError(.subnet, "there is no subnet `\(subnet)` in \(calls.region)")
        }
        return found
    }

    private func only(
        _ found: [String], _ what: String, named name: String, _ field: InstanceField
    ) throws -> String {
        switch found.count {
        case 1: return found[0]
        case 0: throw EC2FieldError(field, "there is no \(what) named `\(name)` in \(calls.region)")
        default:
            throw EC2FieldError(
                field,
                "there are \(found.count) \(what)s named `\(name)` in \(calls.region): give the id of one of "
                    + "\(found.sorted().prefix(5).joined(separator: ", "))")
        }
    }

    private func answer(to question: Question, _ ask: () async throws -> String) async throws -> String {
        if let known = kept[question], time.now() < known.until { return known.answer }
        let answer = try await ask()
        keep(answer, for: question)
        return answer
    }

    private func keep(_ answer: String, for question: Question) {
        kept[question] = (answer, time.now().advanced(by: Self.lifetime))
    }

    /// Something that an answer named is not there any more.
    func forget() { kept = [:] }
}
