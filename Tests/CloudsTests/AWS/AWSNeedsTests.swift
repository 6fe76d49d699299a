import Foundation
import Model
import Testing

@testable import Clouds

/// What manifests need of AWS, and the least policy for it.
struct AWSNeedsTests {
    private func needs(_ cloud: CloudInstance...) -> AWSNeeds { AWSNeeds(cloud.map(EC2Fixture.spec)) }

    @Test("Look-ups by name are asked for only where a manifest has a name")
    func actions() {
        let plain = needs(EC2Fixture.cloud(groups: ["sg-1"])).actions
        #expect(plain.isDisjoint(with: ["ec2:DescribeImages", "ec2:DescribeSubnets", "ssm:GetParameter"]))
        #expect(plain.isSuperset(of: ["ec2:RunInstances", "ec2:TerminateInstances", "ec2:StopInstances"]))
        // One that is named by its id is asked for whether it gives public addresses.
        for subnet in ["inner", "subnet-1"] {
            #expect(needs(EC2Fixture.cloud(subnet: subnet)).actions.contains("ec2:DescribeSubnets"))
        }
        #expect(needs(EC2Fixture.cloud(groups: ["web"])).actions.contains("ec2:DescribeSecurityGroups"))
        #expect(needs(EC2Fixture.cloud(image: nil)).actions.contains("ssm:GetParameter"))
        #expect(
            needs(EC2Fixture.cloud(image: .newest(owner: "amazon", name: "a*"))).actions.contains("ec2:DescribeImages"))
    }

    /// Breaks when more than the environment's own folder of the bucket may be written, or instances are allowed for nothing.
    @Test("A bucket needs no more than its folder, its rules for a retention and the key that is named")
    func bucket() {
        func text(_ bucket: ArtifactBucket, _ resources: [CloudResourceSpec] = []) -> String {
            AWSNeeds(resources, bucket: bucket).policy(installation: nil).description
        }
        let plain = text(ArtifactBucket(environment: EC2Fixture.environment, name: "things", prefix: "ci"))
        #expect(plain.contains(#""Resource":"arn:aws:s3:::things/ci/default/dev/*""#), "\(plain)")
        #expect(plain.contains(#"["s3:AbortMultipartUpload","s3:GetObject","s3:PutObject"]"#))
        #expect(
            plain.contains(
                #"["s3:ListBucket","s3:ListBucketMultipartUploads"],"Effect":"Allow","Resource":"arn:aws:s3:::things""#),
            "\(plain)")
        #expect(!plain.contains("Lifecycle") && !plain.contains("kms:") && !plain.contains("ec2:"))
        let full = ArtifactBucket(
            environment: EC2Fixture.environment, name: "things", kmsKey: "alias/k", retention: TimeSpan("3d"))
        let both = text(full, [EC2Fixture.spec(EC2Fixture.cloud())])
        #expect(both.contains(#"["s3:GetLifecycleConfiguration","s3:PutLifecycleConfiguration"]"#))
        #expect(both.contains(#"["kms:Decrypt","kms:GenerateDataKey"]"#) && both.contains("ec2:RunInstances"))
    }

    /// Breaks when a partition is passed over: a statement about another one's names allows nothing.
    @Test("Names in a policy are those of the partition")
    func partitions() {
        func text(_ region: String, _ bucket: String?) -> String {
            AWSNeeds(
                [EC2Fixture.spec(CloudInstance(instanceType: "t3.micro", region: region, identity: "runner"))],
                bucket: ArtifactBucket(
                    environment: EC2Fixture.environment, name: "things", region: bucket, kmsKey: "k")
            ).policy(installation: nil).description
        }
        let china = text("cn-north-1", nil)
        #expect(china.contains(#""arn:aws-cn:s3:::things/"#) && !china.contains("arn:aws:"), "\(china)")
        #expect(china.contains(#""iam:PassedToService":["ec2.amazonaws.com","ec2.amazonaws.com.cn"]"#), "\(china)")
        let government = text("us-gov-west-1", "us-gov-east-1")
        #expect(government.contains(#""arn:aws-us-gov:s3:::things/"#), "\(government)")
        #expect(government.contains(#""iam:PassedToService":"ec2.amazonaws.com""#), "\(government)")
        let isolated = text("us-iso-east-1", nil)
        #expect(isolated.contains(#""kms:ViaService":"s3.*.c2s.ic.gov""#), "\(isolated)")
        #expect(china.contains(#""kms:ViaService":"s3.*.amazonaws.com*""#))
    }

    @Test("Metrics are asked for where rules want them; who changed what is never necessary")
    func metrics() {
        let spec = EC2Fixture.spec(EC2Fixture.cloud(region: "eu-west-1"))
        #expect(!AWSNeeds([spec]).actions.contains("cloudwatch:GetMetricData"))
        let needs = AWSNeeds([spec], metricRegions: ["us-east-1"])
        #expect(needs.actions.contains("cloudwatch:GetMetricData"))
        #expect(!needs.actions.contains("cloudtrail:LookupEvents"))
        let text = needs.policy(installation: nil).description
        #expect(text.contains(#""aws:RequestedRegion":["eu-west-1","us-east-1"]"#), "\(text)")
        #expect(text.contains("cloudwatch:GetMetricData") && text.contains("cloudtrail:LookupEvents"))
    }

    /// Breaks when `own` is left out of the statement with the condition: any instance could be ended.
    @Test("Only what bears the installation's tag may be changed, and only in the regions that are named")
    func policy() throws {
        let needs = needs(EC2Fixture.cloud(region: "eu-west-1"), EC2Fixture.cloud(region: "us-east-1"))
        let policy = needs.policy(installation: InstallationID(rawValue: "inst"))
        guard case .array(let statements)? = policy["Statement"] else {
            Issue.record("no statements")
            return
        }
        func actions(_ name: String) -> [String] {
            let statement = statements.first { $0["Sid"]?.string == name }
            guard case .array(let actions)? = statement?["Action"] else { return [] }
            return actions.compactMap(\.string)
        }
        #expect(
            actions("RondoLooksAndMakes") == [
                "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypes", "ec2:DescribeInstances",
                "ec2:GetConsoleOutput", "ec2:RunInstances",
            ])
        #expect(actions("RondoChangesItsOwn").contains("ec2:TerminateInstances"))
        let text = policy.description
        #expect(text.contains(#""aws:ResourceTag/rondo:installation":"inst""#))
        #expect(text.contains(#""aws:RequestedRegion":["eu-west-1","us-east-1"]"#))
        #expect(!text.contains("iam:PassRole"))
        #expect(
            Set(statements.flatMap { actions($0["Sid"]?.string ?? "") }) == needs.actions.union(needs.optionalActions))
    }
}
