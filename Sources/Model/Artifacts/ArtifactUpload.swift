package import Foundation

/// A file of an attempt that is to be in a bucket, or is.
package struct ArtifactUpload: Hashable, Sendable {
    package let run: RunID
    package let task: String
    /// From 1.
    package let attempt: Int
    package let artifact: AttemptArtifact
    package let bucket: ArtifactBucket
    /// Its name in the bucket.
    package let key: String
    package let createdAt: Date
    /// nil until it is there.
    package let uploadedAt: Date?

    package init(
        run: RunID, task: String, attempt: Int, artifact: AttemptArtifact, bucket: ArtifactBucket, key: String,
        createdAt: Date, uploadedAt: Date? = nil
    ) {
        self.run = run
        self.task = task
        self.attempt = attempt
        self.artifact = artifact
        self.bucket = bucket
        self.key = key
        self.createdAt = createdAt
        self.uploadedAt = uploadedAt
    }

    /// A file that waits to be brought there, under a name that people find it by.
    package init(
        of artifact: AttemptArtifact, run: RunID, task: String, attempt: Int, to bucket: ArtifactBucket, createdAt: Date
    ) {
        self.init(
            run: run, task: task, attempt: attempt, artifact: artifact, bucket: bucket,
            key: ArtifactKey.text(artifact, of: run, task: task, attempt: attempt, in: bucket), createdAt: createdAt)
    }

    /// The same in another bucket.
    package func to(_ bucket: ArtifactBucket) -> ArtifactUpload {
        ArtifactUpload(of: artifact, run: run, task: task, attempt: attempt, to: bucket, createdAt: createdAt)
    }

    /// The same once it is there.
    package func uploaded(at time: Date, region: String) -> ArtifactUpload {
        ArtifactUpload(
            run: run, task: task, attempt: attempt, artifact: artifact, bucket: bucket.located(in: region), key: key,
            createdAt: createdAt, uploadedAt: time)
    }
}

/// The names that artifacts have in a bucket: `PREFIX/NAMESPACE/ENVIRONMENT/RUN/TEST/ATTEMPT/PATH`.
///
/// Names that people can find with the cloud's own tools, and one folder an environment, which a rule about age can name.
/// Contents by their digest would be there once, and nobody could tell whose they are or when they may go.
package enum ArtifactKey {
    /// In UTF-8; "Object key naming guidelines" of the S3 User Guide.
    package static let maxBytes = 1_024

    package static func text(
        _ artifact: AttemptArtifact, of run: RunID, task: String, attempt: Int, in bucket: ArtifactBucket
    ) -> String {
        let folder = "\(bucket.folder)\(run)/"
        let path = artifact.path.split(separator: "/").map { segment(String($0)) }.joined(separator: "/")
        let whole = "\(folder)\(segment(task))/\(attempt)/\(path)"
        if whole.utf8.count <= maxBytes, !path.isEmpty { return whole }
        // What is too long for a name is found by its contents.
        let short = "\(folder)\(segment(task))/\(attempt)/\(artifact.sha256)"
        return short.utf8.count <= maxBytes ? short : "\(folder)\(attempt)/\(artifact.sha256)"
    }

    /// A part of a path: what would make it another path is written as in a URL.
    package static func segment(_ text: String) -> String {
        let name = text.replacing("%", with: "%25").replacing("/", with: "%2F")
        return name.hasPrefix(".") && name.allSatisfy { $0 == "." } ? name.replacing(".", with: "%2E") : name
    }
}
