import Model

/// Why there are no credentials for AWS.
enum AWSCredentialError: Error, Hashable, Sendable {
    /// Nothing was offered anywhere, with where was looked.
    case none(tried: [String])
    case noProfile(String)
    case profile(String, reason: String)
    case unusable(origin: String, reason: String)
}

extension AWSCredentialError: ClassifiedCloudError {
    var fault: CloudFault {
        switch self {
        case .none, .noProfile, .profile: .refused
        case .unusable: .unavailable
        }
    }
}

extension AWSCredentialError: CustomStringConvertible {
    var description: String {
        switch self {
        case .none(let tried):
            "no credentials for AWS were found: looked at \(tried.joined(separator: ", ")); set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, choose a profile with AWS_PROFILE, or say `clouds.aws.credentials` in the "
                + "environment"
        case .noProfile(let name): "there is no profile `\(name)` in ~/.aws/config or ~/.aws/credentials"
        case .profile(let name, let reason): "profile `\(name)` gives no credentials: \(reason)"
        case .unusable(let origin, let reason): "the credentials of \(origin) can't be used: \(reason)"
        }
    }
}
