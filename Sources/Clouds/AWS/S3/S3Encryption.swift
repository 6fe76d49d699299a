/// How what is put into a bucket is encrypted there ("Protecting data with server-side encryption" of the S3 User Guide).
enum S3Encryption {
    /// - Parameter kmsKey: id, alias or ARN of a key of AWS KMS. With nil nothing is said: S3 encrypts as the bucket is set
    ///   up to, else with its own key, and a policy may refuse who says otherwise.
    static func headers(kmsKey: String?) -> [(name: String, value: String)] {
        guard let kmsKey else { return [] }
        return [
            ("x-amz-server-side-encryption", "aws:kms"), ("x-amz-server-side-encryption-aws-kms-key-id", kmsKey),
        ]
    }
}
