package import Model

/// Opens buckets at every cloud that has them, within what the operator allows.
package struct ArtifactBuckets: Sendable {
    private let openers: [ProviderName: any BucketOpener]
    private let allow: OperatorConfiguration.Allow

    package init(
        _ openers: [ProviderName: any BucketOpener] = [:],
        allow: OperatorConfiguration.Allow = OperatorConfiguration.Allow()
    ) {
        self.openers = openers
        self.allow = allow
    }

    package func open(_ bucket: ArtifactBucket) async throws -> any BucketStore {
        guard let opener = openers[bucket.provider] else { throw BucketRefusal.noProvider(bucket.provider) }
        // What was allowed when a file was brought there may not be any more.
        if let endpoint = bucket.account.endpoint, !allow.permits(endpoint: endpoint) {
            throw BucketRefusal.endpoint(endpoint)
        }
        return try await opener.open(bucket)
    }
}

/// Why nobody asks a cloud.
enum BucketRefusal: Error, Hashable, CustomStringConvertible {
    case noProvider(ProviderName)
    case endpoint(String)

    var description: String {
        switch self {
        case .noProvider(let name): "this version has no buckets at provider `\(name.rawValue)`"
        case .endpoint(let url):
            "the operator does not allow the endpoint \(url): add it to `allow.endpoints` (--config)"
        }
    }
}
