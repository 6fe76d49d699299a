/// One line of the assertion grammar, `query [filters] [not] predicate [value]`, parsed.
package struct Assertion: Hashable, Sendable {
    package let query: Query
    /// Applied to what the query found, in this order.
    package let filters: [Filter]
    package let negated: Bool
    package let predicate: Predicate
    /// The line as it was written.
    package let text: String

    package init(
        query: Query, filters: [Filter] = [], negated: Bool = false, predicate: Predicate, text: String
    ) {
        self.query = query
        self.filters = filters
        self.negated = negated
        self.predicate = predicate
        self.text = text
    }

    package var extraction: Extraction { Extraction(query, filters: filters) }
}

extension Assertion: Codable {
    private enum CodingKeys: String, CodingKey { case query, filters, negated, predicate, text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        query = try container.decode(Query.self, forKey: .query)
        filters = try container.decodeIfPresent([Filter].self, forKey: .filters) ?? []
        negated = try container.decode(Bool.self, forKey: .negated)
        predicate = try container.decode(Predicate.self, forKey: .predicate)
        text = try container.decode(String.self, forKey: .text)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(query, forKey: .query)
        if !filters.isEmpty { try container.encode(filters, forKey: .filters) }
        try container.encode(negated, forKey: .negated)
        try container.encode(predicate, forKey: .predicate)
        try container.encode(text, forKey: .text)
    }
}
