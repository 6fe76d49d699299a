/// What others than Rondo can check of a value: JSON Schema and the Kubernetes API; and how `explain` names it.
///
/// It never refuses what validation takes. Validation refuses more: it knows references, units and other objects.
indirect enum ValueShape: Sendable {
    case scalar(ScalarShape)
    case list(ValueShape, minimum: Int)
    case map(keys: KeyForm, values: ValueShape)
    case object(Schema)
    /// Any JSON value.
    case anything
    /// A short form, or a longer one in its place.
    case either(ValueShape, ValueShape)
    /// A mapping that is described once, since it stands in many places or holds itself again.
    case shared(SharedShape)

    /// How `explain` names it: `[]string`, `map[string]Object`.
    var word: String {
        switch self {
        case .scalar(let scalar): scalar.word
        case .list(let item, _): "[]\(item.word)"
        case .map(_, let values): "map[string]\(values.word)"
        case .object, .shared: "Object"
        case .anything: "any"
        case .either(let short, let long): "\(short.word) or \(long.word)"
        }
    }

    /// The fields of the mapping that it is, or that its items are.
    var fields: Schema? {
        switch self {
        case .scalar, .anything: nil
        case .list(let inner, _), .map(_, let inner), .either(_, let inner): inner.fields
        case .object(let schema): schema
        case .shared(let shared): shared.schema()
        }
    }

    /// What leads to its fields in a written path: `[]` for items, `.NAME` for the values of a map.
    var steps: String {
        switch self {
        case .scalar, .anything, .object, .shared: ""
        case .list(let item, _): "[]" + item.steps
        case .map(_, let values): ".NAME" + values.steps
        case .either(_, let long): long.steps
        }
    }

    /// What it may be where that is a closed list, also as an item.
    var values: [String] {
        switch self {
        case .scalar(let scalar): scalar.values
        case .list(let inner, _), .map(_, let inner), .either(let inner, _): inner.values
        case .object, .anything, .shared: []
        }
    }

    /// The shared mapping that its fields are those of.
    var shared: SharedShape? {
        switch self {
        case .scalar, .anything, .object: nil
        case .list(let inner, _), .map(_, let inner), .either(_, let inner): inner.shared
        case .shared(let shared): shared
        }
    }
}

/// A mapping by a name of its own.
struct SharedShape: Sendable {
    let name: String
    /// Asked for only where it is reached: it may hold itself.
    let schema: @Sendable () -> Schema
}

extension Schema {
    /// The shared mappings that it reaches, by name.
    var sharedShapes: [String: SharedShape] {
        var found: [String: SharedShape] = [:]
        var waiting = [self]
        while let schema = waiting.popLast() {
            for field in schema.fields {
                let shape = field.type.shape
                if let shared = shape.shared, found.updateValue(shared, forKey: shared.name) != nil { continue }
                if let fields = shape.fields { waiting.append(fields) }
            }
        }
        return found
    }
}

/// A text, number or boolean; each bound applies to values of its own type.
struct ScalarShape: Sendable {
    enum JSONType: String, Sendable {
        case string, integer, number, boolean
    }

    /// How `explain` names it.
    let word: String
    let types: [JSONType]
    /// An expression that readers of ECMAScript, RE2 and Python understand alike.
    var pattern: String?
    /// Characters of a text.
    var length: ClosedRange<Int>?
    /// Bounds of a number.
    var minimum: Int?
    var maximum: Int?
    /// The only values, where there is a closed list.
    var values: [String] = []

    static func text(_ word: String = "string", pattern: String? = nil, length: ClosedRange<Int>? = nil) -> ScalarShape
    {
        ScalarShape(word: word, types: [.string], pattern: pattern, length: length)
    }
}
