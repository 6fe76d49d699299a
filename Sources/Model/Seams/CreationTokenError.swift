/// Why a creation's idempotency token makes nothing any more, whatever is asked with it.
package enum CreationTokenError: ClassifiedCloudError, Hashable, CustomStringConvertible {
    /// What it made has ended.
    case ended(String)
    /// An earlier try with it was another request: that one made something which is not shown yet, or nothing.
    case taken(String)

    package var fault: CloudFault { .underWay }

    package var description: String {
        switch self {
        case .ended(let reason): "what an earlier try made has ended, and another is made: \(reason)"
        case .taken(let reason): "an earlier try may have made it, which is looked at until it is certain: \(reason)"
        }
    }
}
