/// The bounds of what one import reads and writes.
package enum ImportLimits {
    /// Bytes of one file.
    package static let bytes = 16 << 20
    /// Bytes of all files that a document refers to.
    static let referredBytes = 64 << 20
    /// Other files that a document refers to.
    static let referredFiles = 200
    /// Nodes of one YAML document, aliases counted with all that they stand for.
    static let nodes = 2_000_000
    /// Levels of nesting, folders of a collection and references of a schema included.
    static let depth = 100
    /// Tests that are made of one file.
    static let tests = 2_000
    /// Bytes of one suite, below what a manifest may have.
    static let suiteBytes = 900 << 10
}
