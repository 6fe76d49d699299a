import Model

extension AWSNeeds {
    /// What bringing artifacts into a bucket, reading them there and their retention need.
    var bucketStatements: [JSONValue] {
        guard let bucket else { return [] }
        // An account is of one part of AWS: its instances tell which, where nothing says the bucket's region.
        let partition = AWSPartition(of: bucket.region ?? regions.min() ?? "")
        let place = "arn:\(partition.rawValue):s3:::\(bucket.name)"
        var statements = [
            Self.statement(
                "RondoKeepsArtifacts", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                on: "\(place)/\(bucket.folder)*"),
            // Without it S3 says of a file that is gone that it is forbidden ("GetObject" of the S3 API Reference).
            Self.statement("RondoFindsArtifacts", ["s3:ListBucket", "s3:ListBucketMultipartUploads"], on: place),
        ]
        if bucket.retention != nil {
            statements.append(
                Self.statement(
                    "RondoSetsRetention", ["s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"], on: place))
        }
        if let key = bucket.kmsKey {
            let domain = partition.domain.hasPrefix("amazonaws.com") ? "amazonaws.com*" : partition.domain
            // By an alias or an id alone nobody knows the key's account.
            statements.append(
                Self.statement(
                    "RondoEncryptsArtifacts", ["kms:Decrypt", "kms:GenerateDataKey"],
                    on: key.hasPrefix("arn:") && key.contains(":key/") ? key : "*",
                    .object(["StringLike": .object(["kms:ViaService": .string("s3.*.\(domain)")])])))
        }
        return statements
    }
}
