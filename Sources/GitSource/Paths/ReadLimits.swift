/// The bounds of one reading; the defaults are far above any honest repository of manifests.
package struct ReadLimits: Hashable, Sendable, Codable {
    /// Bytes of one file; a larger one is passed over with an error.
    package var fileBytes: Int
    /// Entries looked at below the path, folders and other files included.
    package var entries: Int
    /// Nested folders below the path.
    package var depth: Int
    /// Bytes of all files that are returned.
    package var totalBytes: Int
    /// Bytes received from a remote in one fetch.
    package var transferBytes: Int
    /// Bytes of all paths and blob ids of a listing.
    package var listingBytes: Int
    /// Bytes that are read of a plain folder for a listing alone; files beyond it are left out of the listing.
    package var hashedBytes: Int

    package init(
        fileBytes: Int = 1 << 20, entries: Int = 200_000, depth: Int = 64, totalBytes: Int = 256 << 20,
        transferBytes: Int = 4 << 30, listingBytes: Int = 64 << 20, hashedBytes: Int = 256 << 20
    ) {
        self.fileBytes = fileBytes
        self.entries = entries
        self.depth = depth
        self.totalBytes = totalBytes
        self.transferBytes = transferBytes
        self.listingBytes = listingBytes
        self.hashedBytes = hashedBytes
    }
}
