import TestLanguage

/// A text with its name: a header, a parameter, a form field. Both are texts of the manifest.
struct NamedText: Hashable, Sendable {
    var name: String
    var text: String

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    /// Neither of them holds references.
    static func literal(_ name: String, _ text: String) -> NamedText {
        NamedText(Template.escaping(name), Template.escaping(text))
    }
}
