import Foundation
package import Model

/// Buckets of Amazon S3, each reached with its Environment's account.
package struct S3Buckets: BucketOpener {
    private let accounts: AWSAccounts

    package init(accounts: AWSAccounts) { self.accounts = accounts }

    package func open(_ bucket: ArtifactBucket) async throws -> any BucketStore {
        guard let region = bucket.region ?? accounts.surroundings.region else {
            throw S3FieldError(
                field: "clouds.aws.region",
                reason: "nothing says in which region bucket `\(bucket.name)` is: say it there, or set AWS_REGION",
                fault: .refused)
        }
        let place = CloudPlace(
            environment: bucket.environment, account: bucket.account, secrets: bucket.secrets, region: region)
        let calls = S3Calls(client: await accounts.client(of: place), region: region, bucket: bucket.name)
        return S3Artifacts(calls: calls, kmsKey: bucket.kmsKey)
    }
}
