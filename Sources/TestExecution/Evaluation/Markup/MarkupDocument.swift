import CXML
import Foundation
import Model
import TestLanguage

/// A parsed document of XML or HTML that libxml2 holds.
///
/// External entities are never loaded, entities are not put in, and libxml2's own bounds on depth and size hold.
final class MarkupDocument {
    private let document: xmlDocPtr

    /// Steps that one expression may take.
    private static let operationLimit: UInt = 20_000_000
    /// Elements of a result that are kept.
    static let elementLimit = 100_000

    /// nil when it is not well-formed.
    init?(xml bytes: [UInt8]) {
        xmlInitParser()
        guard !bytes.isEmpty, let size = Int32(exactly: bytes.count) else { return nil }
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let parsed = bytes.withUnsafeBytes { buffer in
            xmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), size, nil, nil, Int32(options))
        }
        guard let parsed else { return nil }
        document = parsed
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
            return evaluate(xpath: try CSSSelector.xpath(selector))
        } catch {
            return .invalid("`\(selector)` is no CSS selector: \(error.message)")
        }
    }

    func evaluate(xpath expression: String) -> Subject {
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
        case XPATH_NODESET: return .elements(Self.texts(of: result.pointee.nodesetval))
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

    private static func texts(of nodes: xmlNodeSetPtr?) -> [String] {
        guard let nodes else { return [] }
        return (0..<min(Int(nodes.pointee.nodeNr), elementLimit)).compactMap { place in
            guard let node = nodes.pointee.nodeTab[place], let text = xmlNodeGetContent(node) else { return nil }
            defer { cxml_free(text) }
            return String(cString: text)
        }
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
