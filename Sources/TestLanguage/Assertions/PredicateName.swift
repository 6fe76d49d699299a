import Model

/// The predicates by name, apart from their values.
enum PredicateName: String, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case startsWith, endsWith, contains, matches, exists, isEmpty

    static let aliases: [String: PredicateName] = ["eq": .equal, "gt": .greater, "lt": .less]

    /// Everything that may be written, for hints.
    static let spellings = allCases.map(\.rawValue) + ["eq", "gt", "lt"]

    init?(spelling: String) {
        guard let name = PredicateName(rawValue: spelling) ?? Self.aliases[spelling] else { return nil }
        self = name
    }

    var takesValue: Bool {
        switch self {
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .startsWith, .endsWith, .contains,
            .matches:
            true
        case .exists, .isEmpty: false
        }
    }

    /// Whether it compares text, which a number never is.
    var isAboutText: Bool {
        switch self {
        case .startsWith, .endsWith, .contains, .matches, .isEmpty: true
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .exists: false
        }
    }

    var isOrdering: Bool {
        switch self {
        case .greater, .greaterOrEqual, .less, .lessOrEqual: true
        case .equal, .notEqual, .startsWith, .endsWith, .contains, .matches, .exists, .isEmpty: false
        }
    }
}
