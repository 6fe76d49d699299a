import TestLanguage

/// Puts texts and references together, so that neither changes what the other means.
struct ReferenceText {
    private(set) var text = ""

    mutating func append(literal: String) { text += Template.escaping(literal) }

    /// A `$` right before a reference would make a text of it.
    mutating func append(reference: String) {
        if reference.hasPrefix("${{"), text.hasSuffix("$") {
            text.removeLast()
            text += "${{ '$' }}"
        }
        text += reference
    }
}
