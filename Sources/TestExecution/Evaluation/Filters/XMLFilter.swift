import TestLanguage

/// What an XPath finds in a text of XML, or of HTML where it is no XML.
enum XMLFilter {
    static func apply(_ expression: String, to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .xml)
        return try document(text).evaluate(xpath: expression)
    }

    private static func document(_ text: String) throws(FilterFailure) -> MarkupDocument {
        do throws(MarkupDocument.Problem) {
            return try MarkupDocument(xml: Array(text.utf8))
        } catch {
            switch error {
            case .declaresEntities: throw FilterFailure(MarkupDocument.entitiesReason)
            case .notWellFormed:
                guard let document = MarkupDocument(html: text) else { throw FilterFailure("the text is empty") }
                return document
            }
        }
    }
}
