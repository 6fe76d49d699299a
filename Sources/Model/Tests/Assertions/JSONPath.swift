/// A JSONPath query (RFC 9535).
package struct JSONPath: Hashable, Sendable, Codable {
    package enum Segment: Hashable, Sendable, Codable {
        case name(String)
        /// Negative counts from the end.
        case index(Int)
        /// What several selectors, or one that may select several, pick of a value's children.
        case children([Selector])
        /// The same of the value and of everything below it.
        case descendants([Selector])
    }

    package indirect enum Selector: Hashable, Sendable, Codable {
        case name(String)
        case index(Int)
        case wildcard
        case slice(Slice)
        case filter(Condition)
    }

    package struct Slice: Hashable, Sendable, Codable {
        package let start: Int?
        package let end: Int?
        package let step: Int

        package init(start: Int?, end: Int?, step: Int = 1) {
            self.start = start
            self.end = end
            self.step = step
        }
    }

    package indirect enum Condition: Hashable, Sendable, Codable {
        case or([Condition])
        case and([Condition])
        case not(Condition)
        case compare(Operand, Comparison, Operand)
        /// Something is there.
        case exists(Reference)
        /// A function that answers yes or no.
        case call(Call)
    }

    package enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case less = "<"
        case greaterOrEqual = ">="
        case greater = ">"
    }

    package enum Operand: Hashable, Sendable, Codable {
        case literal(JSONValue)
        case query(Reference)
        case call(Call)
    }

    /// A query inside a filter.
    package struct Reference: Hashable, Sendable, Codable {
        package enum Root: String, Hashable, Sendable, Codable {
            /// The value that is being tested.
            case current = "@"
            case document = "$"
        }

        package let root: Root
        package let path: JSONPath

        package init(_ root: Root, _ path: JSONPath) {
            self.root = root
            self.path = path
        }
    }

    package struct Call: Hashable, Sendable, Codable {
        package let function: Function
        package let arguments: [Argument]

        package init(_ function: Function, _ arguments: [Argument]) {
            self.function = function
            self.arguments = arguments
        }
    }

    /// The functions of RFC 9535 §2.4.
    package enum Function: String, Hashable, Sendable, Codable, CaseIterable {
        case length, count, match, search, value
    }

    package enum Argument: Hashable, Sendable, Codable {
        case operand(Operand)
        /// All that a query selects.
        case nodes(Reference)
    }

    package let segments: [Segment]

    package init(segments: [Segment]) { self.segments = segments }

    /// It selects at most one value (RFC 9535 §2.3.5.1).
    package var isSingular: Bool {
        segments.allSatisfy { segment in
            switch segment {
            case .name, .index: true
            case .children, .descendants: false
            }
        }
    }
}
