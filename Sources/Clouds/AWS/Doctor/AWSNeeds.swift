import Foundation
package import Model

/// What the manifests of one environment ask of AWS: the actions that a controller needs, and no more.
package struct AWSNeeds: Hashable, Sendable {
    /// `ec2:RunInstances`
    package private(set) var actions: Set<String> = [
        "ec2:CreateTags", "ec2:DescribeInstances", "ec2:RunInstances", "ec2:TerminateInstances",
    ]
    /// What only tells more: who changed what drifted.
    package private(set) var optionalActions: Set<String> = ["cloudtrail:LookupEvents"]
    private(set) var regions: Set<String> = []
    private(set) var profiles: Set<String> = []
    /// nil where artifacts stay on the controller's disk.
    let bucket: ArtifactBucket?

    /// - Parameters:
    ///   - bucket: where artifacts of the environment are brought to.
    ///   - metricRegions: where alert rules ask for metrics.
    package init(
        _ resources: [CloudResourceSpec], bucket: ArtifactBucket? = nil, metricRegions: Set<String> = []
    ) {
        self.bucket = bucket
        if resources.isEmpty, bucket != nil {
            actions = []
            optionalActions = []
        }
        if !metricRegions.isEmpty { actions.insert("cloudwatch:GetMetricData") }
        regions = metricRegions
        for spec in resources {
            guard let cloud = spec.configuration.cloud else { continue }
            regions.insert(cloud.region)
            // Another type or other tags are changed in place, and what somebody stopped is started again.
            actions.formUnion([
                "ec2:DeleteTags", "ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:StopInstances",
                // What `describe` tells of health.
                "ec2:DescribeInstanceStatus", "ec2:GetConsoleOutput",
                // A type is looked at before an instance is stopped for it.
                "ec2:DescribeInstanceTypes",
            ])
            switch cloud.image {
            case .id(let id)? where id.hasPrefix("ami-"): break
            case .newest?: actions.insert("ec2:DescribeImages")
            case .id?, .family?, nil: actions.insert("ssm:GetParameter")
            }
            if cloud.disk != nil { actions.insert("ec2:DescribeImages") }
            // By its name, and for whether it gives public addresses.
            if cloud.subnet != nil { actions.insert("ec2:DescribeSubnets") }
            if cloud.securityGroups?.contains(where: { !$0.hasPrefix("sg-") }) == true {
                actions.formUnion(["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"])
            }
            if let identity = cloud.identity { profiles.insert(identity) }
        }
    }

    /// The policy of who calls: reading and making in these regions, changing only what bears the installation's tag.
    ///
    /// - Parameter installation: nil before a controller ran on the state folder; then any installation's tag counts.
    package func policy(installation: InstallationID?) -> JSONValue {
        let own = Self.changing.intersection(actions)
        let free = actions.subtracting(Self.changing).subtracting(["ec2:CreateTags"])
        let inRegions = JSONValue.object([
            "StringEquals": .object(["aws:RequestedRegion": .array(regions.sorted().map { .string($0) })])
        ])
        guard !actions.isEmpty else { return Self.policy(bucketStatements) }
        var statements = [
            Self.statement("RondoLooksAndMakes", free, inRegions),
            Self.statement(
                "RondoTagsWhatItMakes", ["ec2:CreateTags"],
                .object(["StringEquals": .object(["ec2:CreateAction": .string("RunInstances")])])),
        ]
        let tag = "aws:ResourceTag/\(EC2Tags.installation)"
        statements.append(
            Self.statement(
                "RondoChangesItsOwn", own.union(["ec2:CreateTags"]),
                installation.map {
                    JSONValue.object(["StringEquals": .object([tag: .string($0.rawValue)])])
                } ?? .object(["Null": .object([tag: .string("false")])])))
        if !profiles.isEmpty {
            statements.append(
                Self.statement(
                    "RondoHandsOverProfiles", ["iam:PassRole"],
                    .object(["StringEquals": .object(["iam:PassedToService": services])])))
        }
        if !optionalActions.isEmpty {
            statements.append(Self.statement("RondoLooksUpWhoChangedIt", optionalActions, inRegions))
        }
        return Self.policy(statements + bucketStatements)
    }

    /// What EC2 calls itself in the regions; in China both names occur.
    private var services: JSONValue {
        let names = Set(regions.map { "ec2.\(AWSPartition(of: $0).domain)" }).union(["ec2.amazonaws.com"]).sorted()
        return names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
    }

    static func policy(_ statements: [JSONValue]) -> JSONValue {
        .object(["Version": .string("2012-10-17"), "Statement": .array(statements)])
    }

    /// What needs an instance that exists.
    private static let changing: Set = [
        "ec2:DeleteTags", "ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:StopInstances",
        "ec2:TerminateInstances",
    ]

    static func statement(
        _ name: String, _ actions: Set<String>, on resource: String = "*", _ condition: JSONValue? = nil
    ) -> JSONValue {
        var statement: [String: JSONValue] = [
            "Sid": .string(name), "Effect": .string("Allow"), "Action": .array(actions.sorted().map { .string($0) }),
            "Resource": .string(resource),
        ]
        if let condition { statement["Condition"] = condition }
        return .object(statement)
    }
}
