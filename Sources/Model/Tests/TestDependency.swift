/// A test that must have ended before another one starts; in the manifest its name, or `{test, when}`.
package struct TestDependency: Hashable, Sendable {
    /// How it must have ended.
    package enum Ending: String, Hashable, Sendable, Codable, CaseIterable {
        case passed
        /// In whatever way.
        case finished
    }

    package let test: String
    package let when: Ending

    package init(_ test: String, when: Ending = .passed) {
        self.test = test
        self.when = when
    }

    package func accepts(_ outcome: Outcome) -> Bool {
        switch when {
        case .passed: outcome == .passed
        case .finished: true
        }
    }
}

extension TestDependency: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}

extension TestDependency: Codable {
    private enum CodingKeys: String, CodingKey { case test, when }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if let name = value.string {
            self.init(name)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(String.self, forKey: .test),
            when: try container.decodeIfPresent(Ending.self, forKey: .when) ?? .passed)
    }

    /// The short form where it says everything.
    package func encode(to encoder: any Encoder) throws {
        guard when != .passed else {
            var container = encoder.singleValueContainer()
            return try container.encode(test)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(test, forKey: .test)
        try container.encode(when, forKey: .when)
    }
}
