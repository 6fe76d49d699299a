/// The environments that a suite runs in: their names, or labels that they must have.
package enum EnvironmentChoice: Hashable, Sendable {
    case names([String])
    /// Labels with their values, and the Environments of the namespace that have them, sorted.
    case labels([String: String], found: [String])

    package var names: [String] {
        switch self {
        case .names(let names), .labels(_, let names): names
        }
    }

    package var selector: [String: String]? {
        switch self {
        case .names: nil
        case .labels(let labels, _): labels
        }
    }
}

extension EnvironmentChoice: Codable {
    private enum CodingKeys: String, CodingKey { case selector, found }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        guard case .object = value else {
            self = .names(try decoder.singleValueContainer().decode([String].self))
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self = .labels(
            try container.decode([String: String].self, forKey: .selector),
            found: try container.decodeIfPresent([String].self, forKey: .found) ?? [])
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .names(let names):
            var container = encoder.singleValueContainer()
            try container.encode(names)
        case .labels(let labels, let found):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(labels, forKey: .selector)
            try container.encode(found, forKey: .found)
        }
    }
}
