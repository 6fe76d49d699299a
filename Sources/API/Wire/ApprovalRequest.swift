/// Lets what is held under a hash happen: `{"hash": "3f9a1c2b44d0", "by": "ana"}`.
package struct ApprovalRequest: Codable, Sendable, Hashable {
    /// As it was printed: at least 8 hexadecimal digits.
    package let hash: String
    /// Who says so; at most 100 characters count.
    package let by: String

    package init(hash: String, by: String) {
        self.hash = hash
        self.by = String(by.prefix(100))
    }
}
