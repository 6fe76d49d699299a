import Model

/// Turns schema objects into nodes, following references to whatever they reach.
final class SchemaCompiler {
    private(set) var nodes: [SchemaNode] = []
    private(set) var tracksEvaluation = false
    private(set) var dynamicAnchors: [[String: Int]] = []
    private var resources: SchemaResources
    private var known: [String: Int] = [:]
    private let assertsFormats: Bool

    /// Schema objects that one schema may reach.
    static let limit = 50_000

    init(documents: [String: JSONValue], assertsFormats: Bool) {
        resources = SchemaResources(documents: documents)
        self.assertsFormats = assertsFormats
    }

    func compile(document: JSONValue, uri: String) throws(SchemaError) -> Int {
        let number = resources.add(document, uri: uri)
        let root = try compile(document, resource: number, pointer: "")
        // Dynamic anchors may reach further resources, which have dynamic anchors again.
        while dynamicAnchors.count < resources.all.count {
            let resource = dynamicAnchors.count
            var anchors: [String: Int] = [:]
            for (name, pointer) in resources.all[resource].dynamicAnchors.sorted(by: { $0.key < $1.key }) {
                anchors[name] = try compile(pointer: pointer, in: resource, from: pointer)
            }
            dynamicAnchors.append(anchors)
        }
        return root
    }

    /// - Parameter pointer: within the resource.
    private func compile(_ value: JSONValue, resource: Int, pointer: String) throws(SchemaError) -> Int {
        var resource = resource
        var pointer = pointer
        if !pointer.isEmpty, let id = value["$id"]?.string {
            let uri = URIReference(id).resolved(against: URIReference(resources.all[resource].uri)).document
            resource = resources.number(of: uri) ?? resources.add(value, uri: uri)
            pointer = ""
        }
        let key = "\(resource)#\(pointer)"
        if let number = known[key] { return number }
        let number = nodes.count
        guard number < Self.limit else {
            throw SchemaError(place: pointer, reason: "the schema has more than \(Self.limit) parts")
        }
        known[key] = number
        nodes.append(SchemaNode(resource: resource, place: pointer, content: .boolean(true)))
        switch value {
        case .bool(let flag): nodes[number].content = .boolean(flag)
        case .object(let members):
            nodes[number].content = .keywords(try keywords(of: members, resource: resource, pointer: pointer))
        case .null, .integer, .number, .string, .array:
            throw SchemaError(
                place: pointer, reason: "a schema is an object or a boolean, not of type \(value.typeName)")
        }
        return number
    }

    private func keywords(
        of members: [String: JSONValue], resource: Int, pointer: String
    ) throws(SchemaError) -> [SchemaKeyword] {
        let reader = SchemaKeywordReader(members: members, pointer: pointer) {
            (value: JSONValue, place: String) throws(SchemaError) in
            try self.compile(value, resource: resource, pointer: place)
        }
        var result: [SchemaKeyword] = []
        if let text = try reader.text("$ref") {
            result.append(.reference(try target(of: text, resource: resource, place: pointer + "/$ref").node))
        }
        if let text = try reader.text("$dynamicRef") {
            let (node, anchor) = try target(of: text, resource: resource, place: pointer + "/$dynamicRef")
            result.append(.dynamicReference(node, anchor: anchor))
        }
        let dialect = resources.all[resource].dialect
        if dialect.validates { result += try reader.validation() }
        if let format = try reader.text("format").flatMap(SchemaFormat.init),
            assertsFormats || dialect.assertsFormats
        {
            result.append(.format(format))
        }
        result += try reader.applicators()
        if result.contains(where: \.isLate) { tracksEvaluation = true }
        return result.filter { !$0.isLate } + result.filter(\.isLate)
    }

    /// The schema that a reference leads to; the anchor if it is a dynamic one.
    private func target(
        of reference: String, resource: Int, place: String
    ) throws(SchemaError) -> (node: Int, anchor: String?) {
        let uri = URIReference(reference).resolved(against: URIReference(resources.all[resource].uri))
        guard let number = resources.number(of: uri.document) else {
            throw SchemaError(
                place: place, reason: "`\(reference)` leads to `\(uri.document)`, which is not here; nothing is fetched"
            )
        }
        let fragment = URIReference.percentDecoded(uri.fragment ?? "")
        if fragment.isEmpty || fragment.hasPrefix("/") {
            return (try compile(pointer: fragment, in: number, from: place), nil)
        }
        guard let pointer = resources.all[number].anchors[fragment] else {
            throw SchemaError(place: place, reason: "`\(reference)` leads to an anchor that does not exist")
        }
        let isDynamic = resources.all[number].dynamicAnchors[fragment] != nil
        return (try compile(pointer: pointer, in: number, from: place), isDynamic ? fragment : nil)
    }

    /// Follows a pointer; a schema on the way that has an identifier is a resource of its own.
    private func compile(pointer: String, in number: Int, from place: String) throws(SchemaError) -> Int {
        var resource = number
        var value = resources.all[number].value
        var walked = ""
        for name in JSONPointer.names(pointer) ?? [] {
            guard let child = JSONPointer.child(name, of: value) else {
                throw SchemaError(place: place, reason: "`#\(pointer)` leads nowhere")
            }
            value = child
            walked += "/" + JSONPointer.escaped(name)
            if let id = value["$id"]?.string,
                let inner = resources.number(
                    of: URIReference(id).resolved(against: URIReference(resources.all[resource].uri)).document)
            {
                resource = inner
                walked = ""
            }
        }
        return try compile(value, resource: resource, pointer: walked)
    }
}
