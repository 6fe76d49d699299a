/// How every listing is wrapped: `{formatVersion, kind: "…List", items, next?}`.
package struct ListResource<Item: Codable & Sendable>: Codable, Sendable {
    package let formatVersion: String
    /// The items' kind and `List`, or `List` for a mixed listing.
    package let kind: String
    package let items: [Item]
    /// Where the next page starts; absent on the last.
    package let next: String?

    package init(kind: String, items: [Item], next: String? = nil) {
        formatVersion = "1"
        self.kind = kind
        self.items = items
        self.next = next
    }
}
