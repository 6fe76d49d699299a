/// The short form of assertions; every part that is given must hold.
package struct Expectation: Hashable, Sendable, Codable {
    package let status: StatusExpectation?
    /// Header name (any case) to its exact value.
    package let headers: [String: String]
    /// Every member must be in the body, with arrays compared element by element.
    package let json: JSONValue?
    /// The exact body.
    package let body: String?
    package var duration: DurationExpectation?
    /// A JSON Schema among the files of the repository that the body must keep.
    package let schema: String?

    package init(
        status: StatusExpectation? = nil, headers: [String: String] = [:], json: JSONValue? = nil, body: String? = nil,
        duration: DurationExpectation? = nil, schema: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.json = json
        self.body = body
        self.duration = duration
        self.schema = schema
    }

    package var isEmpty: Bool { self == Expectation() }
}

/// `201`, `2xx`, or a list of these.
package struct StatusExpectation: Hashable, Sendable {
    package enum Pattern: Hashable, Sendable {
        case exactly(Int)
        /// The hundreds digit, 1 to 5.
        case family(Int)
    }

    package let patterns: [Pattern]

    package init(_ patterns: [Pattern]) { self.patterns = patterns }

    package func accepts(_ status: Int) -> Bool {
        patterns.contains { pattern in
            switch pattern {
            case .exactly(let code): code == status
            case .family(let hundreds): status / 100 == hundreds
            }
        }
    }
}

extension StatusExpectation.Pattern {
    /// Reads `100` to `599`, or `1xx` to `5xx`; nil for anything else.
    package init?(_ text: String) {
        if let code = Int(text), (100...599).contains(code) {
            self = .exactly(code)
        } else if text.count == 3, text.hasSuffix("xx"), let hundreds = Int(text.prefix(1)), (1...5).contains(hundreds)
        {
            self = .family(hundreds)
        } else {
            return nil
        }
    }
}

extension StatusExpectation.Pattern: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exactly(let code): "\(code)"
        case .family(let hundreds): "\(hundreds)xx"
        }
    }
}

extension StatusExpectation: Codable, CustomStringConvertible {
    package var description: String { patterns.map(\.description).joined(separator: " or ") }

    /// Accepts what the manifest may hold: an integer, a text, or a list of either.
    package init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        let items: [JSONValue] = if case .array(let list) = value { list } else { [value] }
        patterns = try items.map { item in
            let text: String =
                switch item {
                case .integer(let code): "\(code)"
                case .string(let text): text
                case .null, .bool, .number, .array, .object: ""
                }
            guard let pattern = Pattern(text) else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: decoder.codingPath, debugDescription: "`\(item)` is not a status"))
            }
            return pattern
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(patterns.map(\.description))
    }
}
