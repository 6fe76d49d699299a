import Model

/// Where the manifest of an Environment is found again, to be merged with another one.
///
/// Most never are, so what was parsed of it is not kept.
struct InheritableText: Sendable {
    let file: SourceFile
    /// Which document of the file it is.
    let index: Int
    /// nil for one that stands alone.
    let parent: ParentName?
}

/// The Environment that another one extends, and where it says so.
struct ParentName: Sendable {
    let name: String
    let place: Place

    /// nil when the manifest extends nothing, or nothing that could have such a name.
    init?(_ document: YAMLNode, _ validator: Validator) {
        guard let node = document["spec"]?["extends"], let name = node.string, DNSLabel.accepts(name) else {
            return nil
        }
        self.name = name
        place = validator.place(of: node)
    }
}
