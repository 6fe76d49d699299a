/// How every listing is wrapped: `{formatVersion, kind: "…List", items, next?}`.
package struct ListResource<Item: Codable & Sendable>: Codable, Sendable {
    package let formatVersion: String
    /// The items' kind and `List`, or `List` for a mixed listing.
    package let kind: String
    package let items: [Item]
    /// Where the next page starts; absent on the last.
    package let next: String?
    /// What stands in the listing and could not be read, in words that name its place: it was written by another version,
    /// or damaged. Whoever reads a listing that is used as a whole must refuse it then.
    package private(set) var unreadable: [String] = []

    private enum CodingKeys: String, CodingKey { case formatVersion, kind, items, next }

    package init(kind: String, items: [Item], next: String? = nil) {
        formatVersion = "1"
        self.kind = kind
        self.items = items
        self.next = next
    }
}

extension ListResource {
    /// One element that can't be decoded is passed over, and spoils none of the others.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        formatVersion = try container.decode(String.self, forKey: .formatVersion)
        kind = try container.decode(String.self, forKey: .kind)
        next = try container.decodeIfPresent(String.self, forKey: .next)
        let elements = try container.decode([Element].self, forKey: .items)
        items = elements.compactMap(\.item)
        unreadable = elements.enumerated().compactMap { index, element in
            guard element.item == nil else { return nil }
            let name = element.name.map { " (\($0))" } ?? ""
            return "item \(index + 1)\(name) of the \(kind) can't be read by this version of rondo and is left out"
        }
    }

    /// An item, or what can be told of one that can't be read.
    private struct Element: Decodable {
        let item: Item?
        let name: String?

        init(from decoder: any Decoder) throws {
            item = try? Item(from: decoder)
            name = item == nil ? try? ElementName(from: decoder).text : nil
        }
    }
}

/// What most elements of listings are called by.
private struct ElementName: Decodable {
    private struct Metadata: Decodable { let name: String }

    private let kind: String?
    private let metadata: Metadata?
    private let name: String?
    private let id: String?

    /// On one line, without what a terminal would act on.
    var text: String? {
        let parts = [kind, metadata?.name ?? name ?? id].compactMap(\.self)
        let text = parts.joined(separator: "/").unicodeScalars.prefix(200)
            .map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        return text.isEmpty ? nil : text
    }
}
