/// What is done about drift of a CloudResource's instances: one policy for all of it, or one for each field.
package enum ResourceDrift: Hashable, Sendable {
    case all(DriftPolicy)
    /// What is not named is the environment's.
    case byField([DriftField: DriftPolicy])

    /// nil is the environment's.
    package func policy(of field: DriftField) -> DriftPolicy? {
        switch self {
        case .all(let policy): policy
        case .byField(let policies): policies[field]
        }
    }
}

extension ResourceDrift: Codable {
    package init(from decoder: any Decoder) throws {
        if let policy = try? decoder.singleValueContainer().decode(DriftPolicy.self) {
            self = .all(policy)
            return
        }
        let named = try decoder.singleValueContainer().decode([String: DriftPolicy].self)
        self = .byField(
            Dictionary(named.compactMap { name, policy in DriftField(rawValue: name).map { ($0, policy) } }) { $1 })
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all(let policy): try container.encode(policy)
        case .byField(let policies):
            try container.encode(Dictionary(policies.map { ($0.key.rawValue, $0.value) }) { $1 })
        }
    }
}

extension ResourceDrift: CustomStringConvertible {
    /// `report`, or `state: report, instance: correct`.
    package var description: String {
        switch self {
        case .all(let policy): policy.rawValue
        case .byField(let policies):
            policies.map { "\($0.key.rawValue): \($0.value.rawValue)" }.sorted().joined(separator: ", ")
        }
    }
}
