/// A change of a field in a few words, as events and reports tell it.
package enum ChangeText {
    private static let limit = 60

    /// `replicas 2 → 3`, `tags.owner shop (new)`, `ttl 8h (gone)`
    package static func words(_ change: FieldChange) -> String {
        switch (change.old, change.new) {
        case (nil, let new?): "\(change.path) \(text(new)) (new)"
        case (let old?, nil): "\(change.path) \(text(old)) (gone)"
        case (let old?, let new?): "\(change.path) \(text(old)) → \(text(new))"
        case (nil, nil): change.path
        }
    }

    /// A text as it is, anything else as compact JSON; cut where it is long.
    private static func text(_ value: JSONValue) -> String {
        let text = value.string ?? value.description
        return text.count > limit ? String(text.prefix(limit - 1)) + "…" : text
    }
}
