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
    case either(ScalarShape, ValueShape)

    /// How `explain` names it: `[]string`, `map[string]Object`.
    var word: String {
        switch self {
        case .scalar(let scalar): scalar.word
        case .list(let item, _): "[]\(item.word)"
        case .map(_, let values): "map[string]\(values.word)"
        case .object: "Object"
        case .anything: "any"
        case .either(let scalar, let other): "\(scalar.word) or \(other.word)"
        }
    }

    /// The fields of the mapping that it is, or that its items are.
    var fields: Schema? {
        switch self {
        case .scalar, .anything: nil
        case .list(let inner, _), .map(_, let inner), .either(_, let inner): inner.fields
        case .object(let schema): schema
        }
    }

    /// What leads to its fields in a written path: `[]` for items, `.NAME` for the values of a map.
    var steps: String {
        switch self {
        case .scalar, .anything, .object: ""
        case .list(let item, _): "[]" + item.steps
        case .map(_, let values): ".NAME" + values.steps
        case .either(_, let other): other.steps
        }
    }

    /// What it may be where that is a closed list, also as an item.
    var values: [String] {
        switch self {
        case .scalar(let scalar), .either(let scalar, _): scalar.values
        case .list(let inner, _), .map(_, let inner): inner.values
        case .object, .anything: []
        }
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
