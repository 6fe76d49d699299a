import Model

/// The documents that a schema and its references reach, their identifiers and anchors.
struct SchemaResources {
    /// A schema object with an identifier of its own, and what is below it up to the next one.
    struct Resource {
        let uri: String
        let value: JSONValue
        /// Anchors of both sorts, with the JSON Pointers of their schemas.
        var anchors: [String: String] = [:]
        var dynamicAnchors: [String: String] = [:]
        var dialect = SchemaDialect()
    }

    private(set) var all: [Resource] = []
    private var numbers: [String: Int] = [:]
    private let documents: [String: JSONValue]

    init(documents: [String: JSONValue]) { self.documents = documents }

    /// The number of a resource, which is loaded if it is one of the documents.
    mutating func number(of uri: String) -> Int? {
        if let number = numbers[uri] { return number }
        guard let document = documents[uri] ?? SchemaMetaschemas.document(uri) else { return nil }
        return add(document, uri: uri)
    }

    /// Takes in a document with all resources inside it.
    mutating func add(_ document: JSONValue, uri: String) -> Int {
        let number = register(document, base: uri)
        // It may call itself otherwise than it was asked for.
        numbers[uri] = number
        return number
    }

    private mutating func register(_ value: JSONValue, base: String) -> Int {
        let uri = value["$id"]?.string.map { URIReference($0).resolved(against: URIReference(base)).document } ?? base
        if let known = numbers[uri] { return known }
        let number = all.count
        all.append(Resource(uri: uri, value: value))
        numbers[uri] = number
        all[number].dialect = dialect(of: value)
        collect(value, pointer: "", in: number)
        return number
    }

    private mutating func dialect(of value: JSONValue) -> SchemaDialect {
        guard let name = value["$schema"]?.string else { return SchemaDialect() }
        let uri = URIReference(name).document
        guard let metaschema = documents[uri] ?? SchemaMetaschemas.document(uri) else { return SchemaDialect() }
        return SchemaDialect(metaschema)
    }

    private mutating func collect(_ value: JSONValue, pointer: String, in number: Int) {
        guard case .object(let members) = value else { return }
        if let anchor = members["$anchor"]?.string { all[number].anchors[anchor] = pointer }
        if let anchor = members["$dynamicAnchor"]?.string {
            all[number].anchors[anchor] = pointer
            all[number].dynamicAnchors[anchor] = pointer
        }
        for (place, subschema) in SubschemaPlaces.all(in: members) {
            if subschema["$id"]?.string != nil {
                _ = register(subschema, base: all[number].uri)
            } else {
                collect(subschema, pointer: pointer + place, in: number)
            }
        }
    }
}

/// What the meta-schema of a resource switches on.
struct SchemaDialect: Hashable {
    var validates = true
    var assertsFormats = false

    init() {}

    init(_ metaschema: JSONValue) {
        guard case .object(let vocabularies)? = metaschema["$vocabulary"] else { return }
        let prefix = "https://json-schema.org/draft/2020-12/vocab/"
        validates = vocabularies[prefix + "validation"] != nil
        assertsFormats = vocabularies[prefix + "format-assertion"] != nil
    }
}

/// Where subschemas stand in a schema object.
enum SubschemaPlaces {
    private static let single: Set<String> = [
        "items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else", "unevaluatedItems",
        "unevaluatedProperties", "contentSchema",
    ]
    private static let lists: Set<String> = ["prefixItems", "allOf", "anyOf", "oneOf"]
    private static let maps: Set<String> = [
        "$defs", "definitions", "properties", "patternProperties", "dependentSchemas", "dependencies",
    ]

    /// With JSON Pointers relative to the object.
    static func all(in members: [String: JSONValue]) -> [(place: String, schema: JSONValue)] {
        var result: [(String, JSONValue)] = []
        for (name, value) in members {
            if single.contains(name) {
                result.append(("/\(name)", value))
            } else if lists.contains(name), case .array(let items) = value {
                result += items.enumerated().map { ("/\(name)/\($0)", $1) }
            } else if maps.contains(name), case .object(let schemas) = value {
                result += schemas.map { ("/\(name)/\(JSONPointer.escaped($0.key))", $0.value) }
            }
        }
        return result
    }
}
