import HTTPTransport

/// Where a bucket and what is in it are called.
struct S3Address: Hashable, Sendable {
    /// Of the bucket, with a slash at its end.
    private let base: String

    /// A host of its own for each bucket; where an endpoint is configured, whose hosts nobody knows, and for a name with
    /// dots, which no certificate covers, the name is a part of the path ("Virtual hosting of general purpose buckets" of
    /// the S3 User Guide).
    init(bucket: String, region: String, endpoints: AWSEndpoints) {
        let service = endpoints.url(of: .s3, in: region)
        if endpoints.isConfigured(.s3) || bucket.contains(".") {
            base = "\(service)\(PercentEncoding.encode(bucket))/"
        } else {
            base = service.replacing("https://", with: "https://\(bucket).", maxReplacements: 1)
        }
    }

    /// - Parameters:
    ///   - key: nil is the bucket itself.
    ///   - query: a name without a value, such as `uploads`, has nil.
    func url(key: String? = nil, query: [(name: String, value: String?)] = []) -> String {
        let path = (key ?? "").split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
        let fields = query.map { field in
            PercentEncoding.encode(field.name) + (field.value.map { "=" + PercentEncoding.encode($0) } ?? "")
        }
        return base + path + (fields.isEmpty ? "" : "?" + fields.joined(separator: "&"))
    }
}
