import CXML

/// Makes the prefixes that a document declares usable in expressions.
enum MarkupNamespaces {
    /// Elements that are looked at.
    private static let limit = 10_000

    /// Of several declarations of a prefix the first one counts; the first default namespace is `_`, as in Hurl.
    static func register(of document: xmlDocPtr, in context: xmlXPathContextPtr) {
        var known: Set<String> = []
        var node = xmlDocGetRootElement(document)
        let root = node
        var looked = 0
        while let current = node, looked < limit {
            looked += 1
            if current.pointee.type == XML_ELEMENT_NODE { register(current.pointee.nsDef, in: context, &known) }
            node = next(after: current, below: root)
        }
    }

    private static func register(
        _ first: xmlNsPtr?, in context: xmlXPathContextPtr, _ known: inout Set<String>
    ) {
        var declaration = first
        while let current = declaration {
            let prefix = current.pointee.prefix.map { String(cString: $0) } ?? "_"
            if known.insert(prefix).inserted, let href = current.pointee.href {
                prefix.withCString { pointer in
                    pointer.withMemoryRebound(to: xmlChar.self, capacity: prefix.utf8.count + 1) {
                        _ = xmlXPathRegisterNs(context, $0, href)
                    }
                }
            }
            declaration = current.pointee.next
        }
    }

    /// In the order of the document.
    private static func next(after node: xmlNodePtr, below root: xmlNodePtr?) -> xmlNodePtr? {
        // The children of an entity reference belong to the entity.
        if node.pointee.type != XML_ENTITY_REF_NODE, let child = node.pointee.children { return child }
        var current: xmlNodePtr? = node
        while let place = current, place != root {
            if let sibling = place.pointee.next { return sibling }
            current = place.pointee.parent
        }
        return nil
    }
}
