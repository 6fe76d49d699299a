import TestLanguage

/// Puts texts and references together, so that neither changes what the other means.
struct ReferenceText {
    private var written = ""
    /// What is text, with what came before it since the last reference: two pieces may make a `${{` that neither is.
    private var literal = ""

    /// As a manifest holds it.
    var text: String { written + Template.escaping(literal) }

    mutating func append(literal: String) { self.literal += literal }

    /// Every `$` right before a reference would make a text of it, so all of them stand between quotes.
    mutating func append(reference: String) {
        var count = 0
        while literal.unicodeScalars.last == "$" {
            literal.unicodeScalars.removeLast()
            count += 1
        }
        written += Template.escaping(literal)
        literal = ""
        if count > 0 { written += "${{ '\(String(repeating: "$", count: count))' }}" }
        written += reference
    }

    /// Puts in what is text and references already.
    mutating func append(template: String) {
        guard let template = try? Template(template) else { return append(literal: template) }
        for part in template.parts {
            switch part {
            case .literal(let text), .quoted(let text): append(literal: text)
            case .escape: append(literal: "${{")
            case .reference(let reference): append(reference: "${{ \(reference) }}")
            }
        }
    }

    /// The reference as a text, whatever it stands for: one that is all of a text keeps the type of its value.
    static func asText(_ reference: String) -> String { reference + "${{ '' }}" }
}
