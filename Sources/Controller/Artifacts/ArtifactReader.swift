package import Caching
package import Foundation
package import Model
package import Store

/// Finds files that attempts left behind: on the controller's disk, else in the bucket that they were brought into, which
/// is remembered whatever becomes of their Environment.
package struct ArtifactReader: Sendable {
    private let store: Store
    private let disk: DiskArtifacts
    private let buckets: ArtifactBuckets

    /// How long a link holds at most.
    private static let linkLife = Duration.seconds(3_600)

    package init(store: Store, disk: DiskArtifacts, buckets: ArtifactBuckets) {
        self.store = store
        self.disk = disk
        self.buckets = buckets
    }

    /// Some bytes of it; nil when it is kept nowhere any more.
    ///
    /// - Throws: when its bucket, or the disk of what is in none, can't be read.
    package func read(_ sha256: String, of run: RunID, at offset: Int, upTo count: Int) async throws -> Data? {
        // A disk that can't be read has no say in what the bucket has.
        let onDisk = await Result { try await disk.read(sha256, at: offset, upTo: count) }
        if case .success(let part?) = onDisk { return part }
        let uploads = try await store.uploads(of: run)
        guard let upload = uploads.first(where: { $0.artifact.sha256 == sha256 && $0.uploadedAt != nil }) else {
            return try onDisk.get()
        }
        return try await buckets.open(upload.bucket).read(upload.key, at: offset, upTo: count)
    }

    /// Where those of a run are that are in a bucket or on the way to one, each with a link that is made now.
    package func places(of run: RunID) async throws -> [ArtifactPlace] {
        var places: [ArtifactPlace] = []
        var opened: [ArtifactBucket: Result<any BucketStore, any Error>] = [:]
        for upload in try await store.uploads(of: run) {
            guard upload.uploadedAt != nil else {
                places.append(ArtifactPlace(upload))
                continue
            }
            do {
                let bucket: Result<any BucketStore, any Error>
                if let known = opened[upload.bucket] {
                    bucket = known
                } else {
                    bucket = await Result { try await buckets.open(upload.bucket) }
                    opened[upload.bucket] = bucket
                }
                let link = try await bucket.get().link(to: upload.key, for: Self.linkLife)
                places.append(ArtifactPlace(upload, link: link))
            } catch {
                places.append(ArtifactPlace(upload, problem: "\(error)"))
            }
        }
        return places
    }
}
