/// What a provider's refusal says of the provider, so that callers know whether to wait, to try again or to give up.
package enum CloudFault: Hashable, Sendable {
    /// Too many calls; nothing was done.
    case throttled(retryAfter: Duration?)
    /// The provider works and has none left of what was asked for; nothing was made.
    case noCapacity
    /// The provider can't be reached or fails itself; the call may have taken effect.
    case unavailable
    /// The provider works, and what was asked for is not done yet or waits for something else.
    case underWay
    /// The request itself is wrong or not allowed; nothing was done.
    case refused
}

/// A provider's error that says which fault it is; any other error counts as `unavailable`.
package protocol ClassifiedCloudError: Error {
    var fault: CloudFault { get }
}

extension CloudFault {
    package init(of error: any Error) {
        self = (error as? any ClassifiedCloudError)?.fault ?? .unavailable
    }
}

extension CloudFault {
    /// Whether a creation that failed so, at its first try, can have left nothing behind.
    package var madeNothing: Bool {
        switch self {
        case .refused, .noCapacity: true
        case .throttled, .unavailable, .underWay: false
        }
    }
}
