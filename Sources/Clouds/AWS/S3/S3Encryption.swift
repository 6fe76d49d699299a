/// How what is put into a bucket is encrypted there ("Protecting data with server-side encryption" of the S3 User Guide).
enum S3Encryption {
    /// - Parameter kmsKey: id, alias or ARN of a key of AWS KMS; nil is S3's own.
    static func headers(kmsKey: String?) -> [(name: String, value: String)] {
        guard let kmsKey else { return [("x-amz-server-side-encryption", "AES256")] }
        return [
            ("x-amz-server-side-encryption", "aws:kms"), ("x-amz-server-side-encryption-aws-kms-key-id", kmsKey),
        ]
    }
}
