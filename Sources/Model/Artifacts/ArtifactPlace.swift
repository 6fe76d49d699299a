/// Where an artifact is, or will be, beside the controller's disk.
package struct ArtifactPlace: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        /// It is on the controller's disk until the bucket takes it.
        case waiting
        case kept
    }

    package let task: String
    package let attempt: Int
    package let path: String
    package let state: State
    package let provider: ProviderName
    package let bucket: String
    package let key: String
    /// nil until it is known.
    package let region: String?
    /// Made when it is asked for and stored nowhere; nil while the file waits, and where none can be made.
    package let link: ArtifactLink?
    /// Why there is no link.
    package let problem: String?

    package init(_ upload: ArtifactUpload, link: ArtifactLink? = nil, problem: String? = nil) {
        task = upload.task
        attempt = upload.attempt
        path = upload.artifact.path
        state = upload.uploadedAt == nil ? .waiting : .kept
        provider = upload.bucket.provider
        bucket = upload.bucket.name
        key = upload.key
        region = upload.bucket.region
        self.link = link
        self.problem = problem
    }

    /// As the tools of the cloud name it: `s3://bucket/key`.
    package var address: String {
        switch provider {
        case .aws: "s3://\(bucket)/\(key)"
        case .gcp: "gs://\(bucket)/\(key)"
        case .azure, .local: "\(bucket)/\(key)"
        }
    }
}
