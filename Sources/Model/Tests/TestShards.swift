/// Into how many parts a test is split, which workers run side by side.
package struct TestShards: Hashable, Sendable, Codable {
    package enum Count: Hashable, Sendable {
        case exactly(Int)
        /// As many as serve the suite's `deadline`.
        case auto
    }

    /// What the parts have in common.
    package enum Balance: String, Hashable, Sendable, Codable, CaseIterable {
        case time, count
    }

    package let count: Count
    package let by: Balance

    package init(count: Count, by: Balance = .time) {
        self.count = count
        self.by = by
    }
}

extension TestShards.Count: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = Int(text).map(TestShards.Count.exactly) ?? .auto
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .exactly(let count): try container.encode("\(count)")
        case .auto: try container.encode("auto")
        }
    }
}
