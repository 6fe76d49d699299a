import TestLanguage

/// Puts texts and references together, so that neither changes what the other means.
struct ReferenceText {
    private(set) var text = ""

    mutating func append(literal: String) { text += Template.escaping(literal) }

    /// Every `$` right before a reference would make a text of it, so all of them stand between quotes.
    mutating func append(reference: String) {
        if reference.hasPrefix("${{"), text.hasSuffix("$") {
            let kept = String(text.reversed().drop { $0 == "$" }.reversed())
            text = "\(kept)${{ '\(String(repeating: "$", count: text.count - kept.count))' }}"
        }
        text += reference
    }
}
