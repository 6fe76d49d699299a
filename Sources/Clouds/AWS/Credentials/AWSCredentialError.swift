import Model

/// Why there are no credentials for AWS.
enum AWSCredentialError: Error, Hashable, Sendable {
    /// Nothing was offered anywhere, with where was looked.
    case none(tried: [String])
    case noProfile(String)
    case profile(String, reason: String)
    case unusable(origin: String, reason: String)
    /// Signing in is a call of its own, and failed: what they were wanted for was not asked.
    case notFetched(AWSCallError)
    /// No call is made there, so that nobody who may listen is told anything.
    case endpointNotAllowed(String)
}

extension AWSCredentialError: ClassifiedCloudError {
    var fault: CloudFault {
        switch self {
        case .none, .noProfile, .profile: .refused
        case .unusable: .unavailable
        case .notFetched(let error): error.fault == .refused ? .refused : .unavailable
        case .endpointNotAllowed: .refused
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
        case .notFetched(let error): "\(error)"
        case .endpointNotAllowed(let endpoint):
            "`\(endpoint)` is not called any more: the operator's configuration does not list it in `allow.endpoints`"
        case .unusable(let origin, let reason): "the credentials of \(origin) can't be used: \(reason)"
        }
    }
}
