import Model

/// Compares a body with the part of it that a test expects: members must be there and equal, arrays must have the same
/// length and agree element by element.
enum JSONSubset {
    struct Difference: Hashable {
        let path: JSONPath
        let expected: Side
        let actual: Side
    }

    enum Side: Hashable {
        case value(JSONValue)
        case count(Int)
        case missing
    }

    /// Every difference, in the order of the members' names, at most `limit`.
    static func differences(expected: JSONValue, actual: JSONValue, limit: Int = 20) -> [Difference] {
        var found: [Difference] = []
        collect(expected, actual, [], limit, &found)
        return found
    }

    private static func collect(
        _ expected: JSONValue, _ actual: JSONValue, _ path: [JSONPath.Segment], _ limit: Int,
        _ found: inout [Difference]
    ) {
        guard found.count < limit else { return }
        let here = JSONPath(segments: path)
        switch (expected, actual) {
        case (.object(let wanted), .object(let members)):
            for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
                let place = path + [.name(name)]
                if let member = members[name] {
                    collect(value, member, place, limit, &found)
                } else if found.count < limit {
                    found.append(
                        Difference(path: JSONPath(segments: place), expected: .value(value), actual: .missing))
                }
            }
        case (.array(let wanted), .array(let items)):
            if wanted.count != items.count {
                found.append(Difference(path: here, expected: .count(wanted.count), actual: .count(items.count)))
            }
            for (index, (value, item)) in zip(wanted, items).enumerated() {
                collect(value, item, path + [.index(index)], limit, &found)
            }
        default:
            if !expected.isEqual(to: actual) {
                found.append(Difference(path: here, expected: .value(expected), actual: .value(actual)))
            }
        }
    }
}
