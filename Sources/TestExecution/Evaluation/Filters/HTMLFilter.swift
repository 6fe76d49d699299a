import TestLanguage

/// What a CSS selector finds in a text of HTML.
enum HTMLFilter {
    static func apply(_ selector: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .html)
        guard let document = MarkupDocument(html: text) else { throw FilterFailure("the text is empty") }
        return document.evaluate(css: selector)
    }
}
