/// The bounds of what is read from one file; a manifest stays far below each.
struct YAMLLimits: Sendable {
    /// Bytes of a file.
    var bytes = 1 << 20
    /// How deep nodes may nest, aliases followed. libyaml's time grows with the square of the depth.
    var depth = 100
    /// Nodes of one document, each alias counted with all it stands for.
    var nodes = 100_000
    var documents = 10_000
}
