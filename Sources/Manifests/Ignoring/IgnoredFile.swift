/// A file that a `.rondoignore` or `rondo.yaml` keeps from being read.
package struct IgnoredFile: Hashable, Sendable {
    package let path: String
    /// Where and with which pattern: ".rondoignore:3 `charts/`".
    package let why: String
}
