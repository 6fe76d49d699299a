extension JSONValue {
    /// Equal as JSON: numbers by their value (1 is 1.0), texts by their code points.
    package func isEqual(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let two)): one == two
        case (.integer(let one), .integer(let two)): one == two
        case (.integer, .number), (.number, .integer), (.number, .number): double == other.double
        case (.string(let one), .string(let two)): one.utf8.elementsEqual(two.utf8)
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isEqual(to: $1) }
        case (.object(let one), .object(let two)):
            one.count == two.count && one.allSatisfy { key, value in two[key].map(value.isEqual) ?? false }
        default: false
        }
    }

    /// Integers and other numbers are of one type; so is null of every type, since any value may be compared with it.
    package func isComparable(with other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, _), (_, .null), (.bool, .bool), (.string, .string), (.array, .array), (.object, .object): true
        case (.integer, .integer), (.integer, .number), (.number, .integer), (.number, .number): true
        default: false
        }
    }
}
