/// One line of the assertion grammar, `query [not] predicate [value]`, parsed.
package struct Assertion: Hashable, Sendable, Codable {
    package let query: Query
    package let negated: Bool
    package let predicate: Predicate
    /// The line as it was written.
    package let text: String

    package init(query: Query, negated: Bool = false, predicate: Predicate, text: String) {
        self.query = query
        self.negated = negated
        self.predicate = predicate
        self.text = text
    }
}

/// What a value is taken from.
package enum Query: Hashable, Sendable, Codable {
    case status
    case header(String)
    case body
    case json(JSONPath)
    case duration
    case exitCode
    case stdout
    case stderr
}

/// What must hold of a value.
package enum Predicate: Hashable, Sendable, Codable {
    case equal(JSONValue)
    case notEqual(JSONValue)
    case greater(JSONValue)
    case greaterOrEqual(JSONValue)
    case less(JSONValue)
    case lessOrEqual(JSONValue)
    case startsWith(String)
    case endsWith(String)
    case contains(String)
    /// A regular expression that is found anywhere in the text.
    case matches(String)
    case exists
    case isEmpty
}

/// A singular JSONPath (RFC 9535 §2.3.5.1): it selects at most one value.
package struct JSONPath: Hashable, Sendable, Codable {
    package enum Segment: Hashable, Sendable, Codable {
        case name(String)
        /// Negative counts from the end.
        case index(Int)
    }

    package let segments: [Segment]

    package init(segments: [Segment]) { self.segments = segments }
}

/// A value that a test hands to the tests that depend on it.
package struct Capture: Hashable, Sendable, Codable {
    package let from: Query
    /// Masked in logs, reports and errors.
    package let redact: Bool

    package init(from: Query, redact: Bool = false) {
        self.from = from
        self.redact = redact
    }
}
