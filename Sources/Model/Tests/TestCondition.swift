/// `LEFT [not] COMPARISON [RIGHT]`, or a text alone that must be `true`; both sides may hold references.
package struct TestCondition: Hashable, Sendable, Codable {
    package enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case greater = ">"
        case greaterOrEqual = ">="
        case less = "<"
        case lessOrEqual = "<="
        case startsWith, endsWith, contains, isEmpty

        package var takesValue: Bool { self != .isEmpty }
    }

    package let left: String
    package let negated: Bool
    package let comparison: Comparison
    package let right: String
    /// As it was written.
    package let text: String

    package init(left: String, negated: Bool = false, comparison: Comparison, right: String = "", text: String) {
        self.left = left
        self.negated = negated
        self.comparison = comparison
        self.right = right
        self.text = text
    }
}

extension TestCondition {
    /// Whether it holds, all references resolved; nil when it compares by size what is no number.
    package var holds: Bool? {
        let answer: Bool? =
            switch comparison {
            case .equal: left == right
            case .notEqual: left != right
            case .greater: numbers { $0 > $1 }
            case .greaterOrEqual: numbers { $0 >= $1 }
            case .less: numbers { $0 < $1 }
            case .lessOrEqual: numbers { $0 <= $1 }
            case .startsWith: left.hasPrefix(right)
            case .endsWith: left.hasSuffix(right)
            case .contains: right.isEmpty || left.contains(right)
            case .isEmpty: left.isEmpty
            }
        return answer.map { $0 != negated }
    }

    private func numbers(_ compare: (Double, Double) -> Bool) -> Bool? {
        guard let one = Double(left), let two = Double(right) else { return nil }
        return compare(one, two)
    }
}
