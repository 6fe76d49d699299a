/// How many runs of suites that share a group may be under way at once.
package struct SuiteConcurrency: Hashable, Sendable, Codable {
    /// What becomes of a run that finds no place.
    package enum Overflow: String, Hashable, Sendable, Codable, CaseIterable {
        case queue, cancelOld, skip
    }

    /// nil is the suite alone.
    package let group: String?
    package let max: Int
    package let onFull: Overflow
}

/// In which order the tasks of a run start, where priorities and dependencies leave a choice.
package enum TestOrder: String, Hashable, Sendable, Codable, CaseIterable {
    case declared, priority, history, longestFirst
}

/// Which tests a run leaves out.
package struct TestSelection: Hashable, Sendable, Codable {
    /// A share of the whole run's time, `50%`, or a duration.
    package let budget: String
    /// Labels of tests that are never left out.
    package let always: [String: String]?
}

/// How many runs are remembered, and for how long.
package struct RunRetention: Hashable, Sendable, Codable {
    package let runs: Int?
    package let days: Int?
}

/// After how many failures a run stops; in the manifest `never`, `first` or `{failures: N}`.
package enum FailFast: Hashable, Sendable {
    case never
    case after(Int)

    package var failures: Int? {
        switch self {
        case .never: nil
        case .after(let count): count
        }
    }
}

extension FailFast: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(JSONValue.self)
        if case .integer(let count)? = value["failures"] {
            self = .after(Int(count))
        } else {
            self = value == .string("first") ? .after(1) : .never
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .never: try container.encode("never")
        case .after(1): try container.encode("first")
        case .after(let count): try container.encode(["failures": count])
        }
    }
}
