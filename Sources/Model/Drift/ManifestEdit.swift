/// One field of a manifest that is to have another value.
package struct ManifestEdit: Hashable, Sendable {
    /// Keys from the root of the document: `spec`, `replicas`.
    package let path: [String]
    package let value: JSONValue

    package init(_ path: String..., value: JSONValue) {
        self.path = path
        self.value = value
    }
}
