package import Model

/// What was read from one tree.
package struct LoadedManifests: Sendable {
    /// The objects that count, the suites in each of their environments, and every diagnostic in the order of files.
    package let set: DesiredSet
    /// Paths of the files that hold manifests, valid or not.
    package let taken: [String]
    package let passedOver: [PassedOver]
    /// Files that were not read for manifests because a `.rondoignore` or `rondo.yaml` says so.
    package let ignored: [IgnoredFile]
    /// Whether some test names files of the repository, which can be looked up only in a tree with a listing.
    package let needsListing: Bool
    /// Why the set must not take the place of an earlier one: no manifest, or nobody can tell which files are some.
    package let refusal: String?
    /// How many files were parsed for it; the others were known from earlier loads.
    package let filesRead: Int
}

/// A file that holds no manifest.
package struct PassedOver: Hashable, Sendable {
    package let path: String
    package let why: String
}
