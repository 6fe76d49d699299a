/// A bound that a run under load must keep; in the manifest its text, or `{expr, abortOnFail, after}`.
package struct LoadThreshold: Hashable, Sendable {
    package let bound: LoadBound
    /// Ends the run as soon as it is broken.
    package let abortOnFail: Bool
    /// Not looked at before.
    package let after: TimeSpan?

    package init(_ bound: LoadBound, abortOnFail: Bool = false, after: TimeSpan? = nil) {
        self.bound = bound
        self.abortOnFail = abortOnFail
        self.after = after
    }
}

/// `p(99) duration < 250ms`, `rate failed < 0.5%`, `rate achieved >= 98%`.
package struct LoadBound: Hashable, Sendable {
    /// What is measured.
    package enum Measure: Hashable, Sendable {
        /// An aggregate of how long answers took: `avg`, `min`, `max`, `med` or `p(N)`.
        case duration(String)
        /// The share of requests that failed.
        case failed
        /// How much of the planned rate was reached.
        case achieved
    }

    package enum Comparison: String, Hashable, Sendable, CaseIterable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    package enum Value: Hashable, Sendable {
        case span(TimeSpan)
        /// Of 100.
        case percent(Double)
    }

    package let measure: Measure
    package let comparison: Comparison
    package let value: Value
    /// As it was written.
    package let text: String

    package static let aggregates = ["avg", "min", "max", "med"]

    /// Reads one bound; nil for anything else, also for a value without its unit.
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 4, let comparison = Comparison(rawValue: words[2]) else { return nil }
        switch (words[0], words[1]) {
        case ("rate", "failed"): measure = .failed
        case ("rate", "achieved"): measure = .achieved
        case (let aggregate, "duration") where Self.isAggregate(aggregate): measure = .duration(aggregate)
        default: return nil
        }
        switch measure {
        case .duration:
            guard let span = TimeSpan(words[3]) else { return nil }
            value = .span(span)
        case .failed, .achieved:
            guard words[3].hasSuffix("%"), let number = Double(words[3].dropLast()), (0...100).contains(number) else {
                return nil
            }
            value = .percent(number)
        }
        self.comparison = comparison
        self.text = text
    }

    /// `avg`, or a percentile above 0 and below 100.
    package static func isAggregate(_ text: String) -> Bool {
        if aggregates.contains(text) { return true }
        guard text.hasPrefix("p("), text.hasSuffix(")"), let number = Double(text.dropFirst(2).dropLast()) else {
            return false
        }
        return number > 0 && number < 100
    }
}

extension LoadBound: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let bound = LoadBound(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not a bound")
        }
        self = bound
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension LoadThreshold: Codable {
    private enum CodingKeys: String, CodingKey { case expr, abortOnFail, after }

    package init(from decoder: any Decoder) throws {
        if case .string = try decoder.singleValueContainer().decode(JSONValue.self) {
            self.init(try LoadBound(from: decoder))
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(LoadBound.self, forKey: .expr),
            abortOnFail: try container.decodeIfPresent(Bool.self, forKey: .abortOnFail) ?? false,
            after: try container.decodeIfPresent(TimeSpan.self, forKey: .after))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bound, forKey: .expr)
        try container.encode(abortOnFail, forKey: .abortOnFail)
        try container.encodeIfPresent(after, forKey: .after)
    }
}
