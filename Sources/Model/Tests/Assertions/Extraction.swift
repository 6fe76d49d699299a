/// `query [filters]`: what assertions judge and captures keep.
package struct Extraction: Hashable, Sendable {
    package let query: Query
    /// Applied to what the query found, in this order.
    package let filters: [Filter]

    package init(_ query: Query, filters: [Filter] = []) {
        self.query = query
        self.filters = filters
    }
}

extension Extraction: Codable {
    private enum CodingKeys: String, CodingKey { case query, filters }

    /// Without filters it is the query alone.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.filters) {
            query = try container.decode(Query.self, forKey: .query)
            filters = try container.decode([Filter].self, forKey: .filters)
        } else {
            query = try Query(from: decoder)
            filters = []
        }
    }

    package func encode(to encoder: any Encoder) throws {
        guard !filters.isEmpty else { return try query.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(query, forKey: .query)
        try container.encode(filters, forKey: .filters)
    }
}

/// A value that a test hands to the tests that depend on it.
package struct Capture: Hashable, Sendable, Codable {
    package let from: Extraction
    /// Masked in logs, reports and errors.
    package let redact: Bool

    package init(from query: Query, filters: [Filter] = [], redact: Bool = false) {
        self.init(from: Extraction(query, filters: filters), redact: redact)
    }

    package init(from: Extraction, redact: Bool = false) {
        self.from = from
        self.redact = redact
    }
}
