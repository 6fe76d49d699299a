package import Model

/// Why a provider was not called, or not waited for any longer.
package enum CallError: ClassifiedCloudError, Hashable, CustomStringConvertible {
    /// It failed so often that it is left alone for a while.
    case paused(CallScope, lastError: String)
    /// The call may still take effect.
    case noAnswer(CallScope, within: Duration)

    package var fault: CloudFault {
        switch self {
        case .paused, .noAnswer: .unavailable
        }
    }

    package var description: String {
        switch self {
        case .paused(let scope, let lastError):
            "provider \(scope) failed again and again and is only tried from time to time: \(lastError)"
        case .noAnswer(let scope, let limit):
            "provider \(scope) did not answer within \(limit.wholeSeconds) s; the call may still take effect and is "
                + "tried again with the same token"
        }
    }
}

extension Duration {
    /// Seconds, rounded up.
    fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
