import TestLanguage

/// What an XPath finds in a text of XML, or of HTML where it is no XML.
enum XMLFilter {
    static func apply(_ expression: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .xml)
        guard let document = MarkupDocument(xml: Array(text.utf8)) ?? MarkupDocument(html: text) else {
            throw FilterFailure("the text is empty")
        }
        return document.evaluate(xpath: expression)
    }
}
