package import Model

/// What was read from one tree.
package struct LoadedManifests: Sendable {
    /// The valid objects, the suites in each of their environments, and every diagnostic in the order of files.
    package let set: DesiredSet
    /// Paths of the files that hold manifests, valid or not.
    package let taken: [String]
    package let passedOver: [PassedOver]
    /// Objects that the tree declares, valid or not; the last good version of the others among them stays in force.
    package let declared: Set<ObjectIdentity>
    /// Whether a part of the tree could not be read far enough to tell which objects it declares.
    package let hasUnknownIdentities: Bool
}

/// A file that holds no manifest.
package struct PassedOver: Hashable, Sendable {
    package let path: String
    package let why: String
}
