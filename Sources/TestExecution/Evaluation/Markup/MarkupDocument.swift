import CXML
import Foundation
import Model
import TestLanguage

/// A parsed document of XML or HTML that libxml2 holds.
///
/// Documents that declare entities are refused: a few hundred bytes of them spell gigabytes. What is external is never
/// loaded, and libxml2's own bounds on depth and size hold.
final class MarkupDocument {
    private let document: xmlDocPtr

    /// Steps that one expression may take.
    private static let operationLimit: UInt = 20_000_000
    /// The most elements that a result may have.
    static let elementLimit = 100_000
    /// The most bytes that the texts of a result's elements may have together; an element's text holds its children's.
    static let textLimit = 64 << 20

    /// Why a text makes no document.
    enum Problem: Error {
        case notWellFormed, declaresEntities
    }

    /// For people.
    static let entitiesReason = "the XML declares entities, which are never put in: a document without them is needed"

    init(xml bytes: [UInt8]) throws(Problem) {
        xmlInitParser()
        guard !bytes.isEmpty, let size = Int32(exactly: bytes.count) else { throw .notWellFormed }
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let parsed = bytes.withUnsafeBytes { buffer in
            xmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), size, nil, nil, Int32(options))
        }
        guard let parsed else { throw .notWellFormed }
        guard !Self.declaresEntities(parsed) else {
            xmlFreeDoc(parsed)
            throw .declaresEntities
        }
        document = parsed
    }

    /// XPath's `string()` and a node's content put entities in, whatever the parser was told.
    private static func declaresEntities(_ document: xmlDocPtr) -> Bool {
        guard let subset = document.pointee.intSubset else { return false }
        return subset.pointee.entities != nil || subset.pointee.pentities != nil
    }

    /// Reads HTML as leniently as browsers do; nil for an empty text.
    init?(html text: String) {
        xmlInitParser()
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let size = Int32(exactly: bytes.count) else { return nil }
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue
        let parsed = bytes.withUnsafeBytes { buffer in
            htmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), size, nil, "utf-8", Int32(options))
        }
        guard let parsed else { return nil }
        document = parsed
    }

    deinit { xmlFreeDoc(document) }

    func evaluate(css selector: String) -> Subject {
        do {
            return evaluate(try CSSSelector.xpath(selector))
        } catch {
            return .invalid("`\(selector)` is no CSS selector: \(error.message)")
        }
    }

    func evaluate(xpath expression: String) -> Subject {
        guard expression.utf8.count <= XPathSyntax.limit else { return .invalid("an XPath has at most 16Ki") }
        return evaluate(expression)
    }

    private func evaluate(_ expression: String) -> Subject {
        guard let context = cxml_xpath_context(document, Self.operationLimit) else {
            return .invalid("no memory is left")
        }
        defer { xmlXPathFreeContext(context) }
        MarkupNamespaces.register(of: document, in: context)
        let result = expression.withCString { pointer in
            pointer.withMemoryRebound(to: xmlChar.self, capacity: expression.utf8.count + 1) {
                xmlXPathEvalExpression($0, context)
            }
        }
        guard let result else { return .invalid("the XPath can't be evaluated: \(Self.reason(context))") }
        defer { xmlXPathFreeObject(result) }
        switch result.pointee.type {
        case XPATH_NODESET: return Self.elements(result.pointee.nodesetval)
        case XPATH_BOOLEAN: return .value(.bool(result.pointee.boolval != 0))
        case XPATH_NUMBER:
            let number = result.pointee.floatval
            guard number.isFinite else { return .missing("the XPath gives no number") }
            return .value(Int64(exactly: number).map(JSONValue.integer) ?? .number(number))
        case XPATH_STRING:
            guard let text = result.pointee.stringval else { return .text("") }
            return .text(String(cString: text))
        default: return .invalid("the XPath gives something that is no value")
        }
    }

    /// Of all the nodes or of none: what is left out would make counts and absences lie.
    private static func elements(_ nodes: xmlNodeSetPtr?) -> Subject {
        guard let nodes else { return .elements([]) }
        let count = Int(nodes.pointee.nodeNr)
        guard count <= elementLimit else {
            return .invalid("\(count) nodes were found, and \(elementLimit) are the most: `count(…)` counts any number")
        }
        var texts: [String] = []
        var left = textLimit
        for place in 0..<count {
            guard let node = nodes.pointee.nodeTab[place], let content = xmlNodeGetContent(node) else { continue }
            defer { cxml_free(content) }
            let text = String(cString: content)
            left -= text.utf8.count
            guard left >= 0 else {
                return .invalid("the texts of what was found are larger than 64Mi: ask for less")
            }
            texts.append(text)
        }
        return .elements(texts)
    }

    private static func reason(_ context: xmlXPathContextPtr) -> String {
        switch context.pointee.lastError.code {
        case Int32(XML_XPATH_UNDEF_PREFIX_ERROR.rawValue): "it names a prefix that the document does not declare"
        case Int32(XML_XPATH_UNKNOWN_FUNC_ERROR.rawValue): "it names a function that XPath 1.0 does not have"
        case Int32(XML_XPATH_EXPRESSION_OK.rawValue + XPATH_OP_LIMIT_EXCEEDED.rawValue):
            "it takes more than \(operationLimit) steps"
        default: "it asks for what no XPath 1.0 expression can"
        }
    }
}
