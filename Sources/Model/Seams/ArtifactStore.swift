package import Foundation

/// A store of files that attempts left behind, each under a name: the controller's disk, or a bucket of a cloud.
package protocol ArtifactStore: Sendable {
    /// Puts a file in; the same again is no error.
    func put(_ file: ArtifactFile, as name: String) async throws

    /// At most so many bytes from a place on, none behind its end; nil when there is nothing under the name.
    func read(_ name: String, at offset: Int, upTo count: Int) async throws -> Data?

    /// An address by which anybody may read it for a while, a bearer secret as long as it holds; nil where the store has
    /// none to give.
    func link(to name: String, for life: Duration) async throws -> ArtifactLink?

    /// What there is whose names begin so, by name.
    func list(_ prefix: String) async throws -> [StoredArtifact]

    /// A name that it does not have is no error.
    func remove(_ name: String) async throws
}

/// A store in a cloud, which removes what is old by itself.
package protocol BucketStore: ArtifactStore {
    /// Where it is, also where nobody said so.
    var region: String { get }

    /// Has files removed so long after they were put in whose names begin so; rules of others stay as they are.
    ///
    /// - Parameter rule: nil takes it back.
    func expire(_ id: String, _ rule: ExpiryRule?) async throws
}

/// Opens buckets of clouds.
package protocol BucketOpener: Sendable {
    func open(_ bucket: ArtifactBucket) async throws -> any BucketStore
}

/// A file on this machine that goes into a store.
package struct ArtifactFile: Hashable, Sendable {
    package let url: URL
    package let size: Int
    /// In lower-case hexadecimal.
    package let sha256: String

    package init(url: URL, size: Int, sha256: String) {
        self.url = url
        self.size = size
        self.sha256 = sha256
    }
}

/// A file that a store has.
package struct StoredArtifact: Hashable, Sendable {
    package let name: String
    package let size: Int

    package init(name: String, size: Int) {
        self.name = name
        self.size = size
    }
}

/// Where anybody may read a file for a while.
package struct ArtifactLink: Hashable, Sendable, Codable {
    package let url: String
    package let expires: Date

    package init(url: String, expires: Date) {
        self.url = url
        self.expires = expires
    }
}

/// When a bucket removes what is in it.
package struct ExpiryRule: Hashable, Sendable, Codable {
    /// What the names of the files begin with.
    package let prefix: String
    /// Whole days after a file was put in.
    package let days: Int

    package init(prefix: String, days: Int) {
        self.prefix = prefix
        self.days = days
    }
}
