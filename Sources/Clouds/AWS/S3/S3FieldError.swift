import HTTPTransport
import Model

/// A field of an Environment that S3 does not take.
struct S3FieldError: Error, Hashable, Sendable {
    /// Path below `spec`: `artifacts.bucket`.
    let field: String
    let reason: String
    let fault: CloudFault
}

extension S3FieldError: ClassifiedCloudError, FieldError, CustomStringConvertible {
    var description: String { reason }
}

extension AWSCallError {
    /// The same, with the field of the Environment that it is about, where it is about one.
    var ofArtifacts: any Error {
        func of(_ field: String, _ advice: String = "") -> S3FieldError {
            S3FieldError(field: field, reason: "\(self)\(advice)", fault: fault)
        }
        if case .transport(.resolve) = cause { return of("clouds.aws.region") }
        guard case .code(let code, let message) = cause else { return self }
        switch code {
        case "NoSuchBucket": return of("artifacts.bucket", "; make it, or name another")
        case "InvalidBucketName": return of("artifacts.bucket")
        // "Error responses" of the S3 API Reference: what is asked in another region than the bucket's.
        case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
            return of("clouds.aws.region", "; say the bucket's region there")
        case _ where code.hasPrefix("KMS."): return of("artifacts.kmsKey")
        case "AccessDenied" where message.contains("kms:"): return of("artifacts.kmsKey")
        case "AccessDenied", "AllAccessDisabled", "AccountProblem": return of("artifacts.bucket")
        default: return self
        }
    }
}
