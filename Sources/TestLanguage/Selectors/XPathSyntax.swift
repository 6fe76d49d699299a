import CXML
import Foundation

/// Whether an XPath 1.0 expression can be read at all, asked of libxml2 without a document.
package enum XPathSyntax {
    /// In bytes.
    package static let limit = 16 << 10

    static func check(_ text: String, span: TextSpan) throws(LanguageError) {
        guard !Template.mayHoldReferences(text) else { return }
        guard text.utf8.count <= limit, !text.utf8.contains(0) else {
            throw LanguageError("an XPath has at most 16Ki and no NUL", span: span)
        }
        xmlInitParser()
        guard let context = cxml_xpath_context(nil, 100_000) else { return }
        defer { xmlXPathFreeContext(context) }
        let compiled = text.withCString { pointer in
            pointer.withMemoryRebound(to: xmlChar.self, capacity: text.utf8.count + 1) {
                xmlXPathCtxtCompile(context, $0)
            }
        }
        guard let compiled else { throw LanguageError("`\(text)` is no XPath 1.0 expression", span: span) }
        xmlXPathFreeCompExpr(compiled)
    }
}
