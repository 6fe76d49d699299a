/// A file of the repository that `init` writes.
package struct StarterFile: Sendable {
    /// Relative to the repository's root, folders separated by `/`.
    package let path: String
    package let text: String
    /// What it is for, in a few words.
    package let purpose: String
}
