import Foundation
package import Model

/// Looks at an account before anything is made there: which credentials are found, whose they are, and what they may do.
/// Nothing is changed: what would be is asked for with `DryRun`.
package struct AWSDoctor: Sendable {
    let accounts: AWSAccounts

    package init(accounts: AWSAccounts) { self.accounts = accounts }

    /// - Parameter needs: what the manifests ask of the place.
    package func examine(_ place: CloudPlace, _ needs: AWSNeeds) async -> CloudExamination {
        let client = await accounts.client(of: place)
        return await examine("\(place.environment)", in: place.region, client) {
            var checks: [CloudExamination.Check] = []
            for action in needs.actions.sorted() {
                checks.append(await check(action, at: place, client))
            }
            for action in needs.optionalActions.sorted() {
                let check = await check(action, at: place, client)
                checks.append(
                    CloudExamination.Check(
                        action: check.action, verdict: check.verdict, reason: check.reason, isOptional: true))
            }
            if let bucket = needs.bucket, bucket.region ?? place.region == place.region {
                checks += await check(bucket, S3Calls(client: client, region: place.region, bucket: bucket.name))
            }
            return checks
        }
    }

    /// Whether Rondo's own metrics may be sent, with what the controller finds itself.
    package func examine(_ sink: OperatorConfiguration.CloudWatch) async -> CloudExamination {
        let client = await accounts.ownClient()
        return await examine("metrics.cloudwatch", in: sink.region, client) {
            [await checkSending(to: sink, client)]
        }
    }

    func examine(
        _ subject: String, in region: String, _ client: AWSClient, _ checks: () async -> [CloudExamination.Check]
    ) async -> CloudExamination {
        let origin: String?
        do {
            origin = try await client.origin()
        } catch {
            return CloudExamination(subject, region: region, origin: nil, identity: nil, problem: "\(error)")
        }
        let identity: String?
        do {
            let answer = try await client.query(.sts, "GetCallerIdentity", in: region, FormFields())
            identity = answer["GetCallerIdentityResult"]?.text("Arn")
        } catch {
            return CloudExamination(subject, region: region, origin: origin, identity: nil, problem: "\(error)")
        }
        return CloudExamination(subject, region: region, origin: origin, identity: identity, checks: await checks())
    }

    /// An upload that is begun and taken back leaves nothing in a bucket.
    private func check(_ bucket: ArtifactBucket, _ calls: S3Calls) async -> [CloudExamination.Check] {
        func verdict(_ action: String, _ attempt: () async throws -> Void) async -> CloudExamination.Check {
            do {
                try await attempt()
                return CloudExamination.Check(action: action, verdict: .allowed)
            } catch let error as AWSCallError {
                return CloudExamination.Check(
                    action: action, verdict: error.fault == .refused ? .refused : .unknown,
                    reason: "\(error.ofArtifacts)")
            } catch {
                return CloudExamination.Check(action: action, verdict: .unknown, reason: "\(error)")
            }
        }
        var checks = [
            await verdict("s3:PutObject") {
                try await S3Multipart(calls: calls, kmsKey: bucket.kmsKey).rehearse("\(bucket.folder)rondo-doctor")
            }
        ]
        // What only keeps parts from being left.
        let begun = await verdict("s3:ListBucketMultipartUploads") {
            _ = try await S3Multipart(calls: calls, kmsKey: nil).begun("\(bucket.folder)rondo-doctor")
        }
        checks.append(
            CloudExamination.Check(
                action: begun.action, verdict: begun.verdict, reason: begun.reason, isOptional: true))
        if bucket.retention != nil {
            checks.append(
                await verdict("s3:GetLifecycleConfiguration") { _ = try await S3Lifecycle(calls: calls).current() })
        }
        return checks
    }

    private func check(_ action: String, at place: CloudPlace, _ client: AWSClient) async -> CloudExamination.Check {
        await Self.check(action) { try await attempt(action, EC2Calls(client: client, region: place.region)) }
    }

    static func check(_ action: String, _ attempt: () async throws -> Void) async -> CloudExamination.Check {
        do {
            try await attempt()
            return CloudExamination.Check(action: action, verdict: .allowed)
        } catch let error as AWSCallError {
            switch error.code {
            case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AuthFailure":
                return CloudExamination.Check(action: action, verdict: .refused, reason: "\(error)")
            // It got as far as the question itself.
            case "DryRunOperation": return CloudExamination.Check(action: action, verdict: .allowed)
            case .some where error.fault == .refused:
                return CloudExamination.Check(action: action, verdict: .allowed)
            default: return CloudExamination.Check(action: action, verdict: .unknown, reason: "\(error)")
            }
        } catch {
            return CloudExamination.Check(action: action, verdict: .unknown, reason: "\(error)")
        }
    }

    /// An id that no instance has, so that even without `DryRun` nothing would happen.
    private static let nobody = "i-00000000000000000"

    private static let anyMetric = CloudMetric(provider: .aws, namespace: .service("EC2"), name: "CPUUtilization")

    private func attempt(_ action: String, _ calls: EC2Calls) async throws {
        let name = String(action.drop { $0 != ":" }.dropFirst())
        var fields = FormFields([("DryRun", "true")])
        switch name {
        case "RunInstances":
            fields.set("ImageId", "ami-00000000000000000")
            fields.set("InstanceType", "t3.micro")
            fields.set("MinCount", "1")
            fields.set("MaxCount", "1")
        case "CreateTags", "DeleteTags":
            fields.set("ResourceId.1", Self.nobody)
            fields.set("Tag.1.Key", EC2Tags.released)
            if name == "CreateTags" { fields.set("Tag.1.Value", "true") }
        case "ModifyInstanceAttribute":
            fields.set("InstanceId", Self.nobody)
            fields.set("InstanceType.Value", "t3.micro")
        case "StartInstances", "StopInstances", "TerminateInstances": fields.set("InstanceId.1", Self.nobody)
        case "GetConsoleOutput": fields.set("InstanceId", Self.nobody)
        case "DescribeImages": fields.set("Owner.1", "self")
        case "GetParameter":
            _ = try await calls.client.json(
                .ssm, target: "AmazonSSM.GetParameter", in: calls.region,
                .object(["Name": .string("/aws/service/none")]))
            return
        case "GetMetricData":
            let now = Date()
            let series = MetricSeries(metric: Self.anyMetric, statistic: .average, period: .minutes(1))
            _ = try await CloudWatchCalls(client: calls.client, region: calls.region).data(
                of: [series], since: now.addingTimeInterval(-120), until: now)
            return
        case "LookupEvents":
            _ = try await CloudTrailHistory.events(
                of: Self.nobody, since: Date().addingTimeInterval(-60), until: Date(), in: calls.region, calls.client)
            return
        default: break
        }
        _ = try await calls.call(name, fields)
    }
}
