/// Reads the pieces of one alternative of a `VersionRange` from left to right.
struct RangeScanner {
    /// A version of which numbers may be missing or `x`.
    struct Partial {
        let floor: SemanticVersion
        let precision: Int

        func comparator(_ relation: VersionComparator.Relation) -> VersionComparator {
            VersionComparator(relation: relation, floor: floor, precision: precision)
        }
    }

    /// The longer ones first, since the shorter ones begin them.
    private static let relations: [(String, VersionComparator.Relation)] = [
        ("!=", .notEqual), (">=", .greaterOrEqual), ("=>", .greaterOrEqual), ("<=", .lessOrEqual),
        ("=<", .lessOrEqual), ("~>", .tilde), ("=", .equal), (">", .greater), ("<", .less), ("~", .tilde),
        ("^", .caret),
    ]

    private var rest: Substring

    init(_ text: Substring) {
        rest = text
        skipSpaces()
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The relation that stands next; `equal` where none is written.
    mutating func relation() -> (value: VersionComparator.Relation, isWritten: Bool)? {
        for (sign, relation) in Self.relations where rest.hasPrefix(sign) {
            rest = rest.dropFirst(sign.count)
            skipSpaces()
            return (relation, true)
        }
        return rest.isEmpty ? nil : (.equal, false)
    }

    /// The version that stands next, up to a space, a comma or the end.
    mutating func version() -> Partial? {
        let word = rest.prefix { $0 != " " && $0 != "," }
        rest = rest.dropFirst(word.count)
        let (core, prerelease, build) = SemanticVersion.parts(of: word.first == "v" ? word.dropFirst() : word)
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(numbers.count), let identifiers = SemanticVersion.identifiers(prerelease),
            SemanticVersion.isBuild(build)
        else { return nil }
        var given: [UInt64] = []
        var isOpen = false
        for number in numbers {
            if ["x", "X", "*"].contains(number) {
                isOpen = true
            } else if let value = SemanticVersion.number(number) {
                if !isOpen { given.append(value) }
            } else {
                return nil
            }
        }
        let precision = given.count
        given += [0, 0, 0]
        let floor = SemanticVersion(major: given[0], minor: given[1], patch: given[2], prerelease: identifiers)
        return Partial(floor: floor, precision: precision)
    }

    /// Passes over ` - `; false when something else stands next.
    mutating func skipsDash() -> Bool {
        let after = rest.drop { $0 == " " }
        guard after.startIndex != rest.startIndex, after.hasPrefix("- ") else { return false }
        rest = after.dropFirst()
        skipSpaces()
        return true
    }

    /// Passes over a comma or spaces; whether another condition must follow.
    mutating func skipsSeparator() -> Bool {
        let before = rest.count
        skipSpaces()
        if rest.hasPrefix(",") {
            rest = rest.dropFirst()
            skipSpaces()
            return true
        }
        return !rest.isEmpty && rest.count < before
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }
}
