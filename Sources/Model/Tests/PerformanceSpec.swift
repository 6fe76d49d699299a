/// Load on a service and the bounds that its answers must keep.
package struct PerformanceSpec: Hashable, Sendable {
    package var work: LoadedWork
    package let load: LoadPlan
    /// Left out of the thresholds.
    package let warmup: TimeSpan?
    package let generators: LoadGenerators?
    package let thresholds: [LoadThreshold]?
    package let compare: LoadComparison?
}

/// What is done over and over; in the manifest exactly one of these keys.
package enum LoadedWork: Hashable, Sendable {
    case target(RestRequest)
    case scenario([TestStep])
    case mix([WeightedFragment])
}

/// A fragment that is chosen in proportion to its weight.
package struct WeightedFragment: Hashable, Sendable, Codable {
    package let weight: Int
    package let use: String
    package let with: [String: JSONValue]?
    /// What the fragment stands for, once a commit is read.
    package var steps: [TestStep]?
}

/// How much is asked for, and when.
package struct LoadPlan: Hashable, Sendable, Codable {
    package enum Model: String, Hashable, Sendable, Codable, CaseIterable {
        /// Requests start by the plan, however long answers take.
        case open
        /// Each user waits for an answer before asking again.
        case closed
    }

    package enum Profile: String, Hashable, Sendable, Codable, CaseIterable {
        case load, stress, spike, soak, breakpoint
    }

    package let model: Model
    package let phases: [LoadPhase]?
    package let users: LoadUsers?
    package let iterations: Int?
    package let profile: Profile?
}

/// A stretch of time with one rate, or with one that changes evenly.
package struct LoadPhase: Hashable, Sendable, Codable {
    package let duration: TimeSpan
    package let rate: LoadRate
    package let rampTo: LoadRate?

    private enum CodingKeys: String, CodingKey {
        case duration = "for"
        case rate, rampTo
    }
}

/// So many users at once; a number alone, or one that changes evenly.
package struct LoadUsers: Hashable, Sendable {
    package let from: Int
    package let to: Int
    package let duration: TimeSpan?
}

extension LoadUsers: Codable {
    private enum CodingKeys: String, CodingKey {
        case from, to
        case duration = "for"
    }

    package init(from decoder: any Decoder) throws {
        if case .integer(let count) = try decoder.singleValueContainer().decode(JSONValue.self) {
            self.init(from: Int(count), to: Int(count), duration: nil)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            from: try container.decode(Int.self, forKey: .from), to: try container.decode(Int.self, forKey: .to),
            duration: try container.decodeIfPresent(TimeSpan.self, forKey: .duration))
    }
}

/// How many processes make the load, and where.
package struct LoadGenerators: Hashable, Sendable, Codable {
    package enum Spread: String, Hashable, Sendable, Codable, CaseIterable {
        case zones
    }

    package let count: Int
    package let spread: Spread?
}

/// How much worse than an earlier run it may be: `baseline` and, beside it, aggregates with the change they may have.
package struct LoadComparison: Hashable, Sendable {
    package enum Baseline: String, Hashable, Sendable, Codable, CaseIterable {
        case lastPassed
    }

    package let baseline: Baseline
    /// `p(95)` or `failed` to `+10%`.
    package let changes: [String: String]
}

extension LoadComparison: Codable {
    private static let baselineKey = "baseline"

    package init(from decoder: any Decoder) throws {
        var members = try decoder.singleValueContainer().decode([String: String].self)
        baseline = members.removeValue(forKey: Self.baselineKey).flatMap(Baseline.init) ?? .lastPassed
        changes = members
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(changes.merging([Self.baselineKey: baseline.rawValue]) { $1 })
    }
}

extension PerformanceSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case target, scenario, mix, load, warmup, generators, thresholds, compare
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let target = try container.decodeIfPresent(RestRequest.self, forKey: .target) {
            work = .target(target)
        } else if let steps = try container.decodeIfPresent([TestStep].self, forKey: .scenario) {
            work = .scenario(steps)
        } else {
            work = .mix(try container.decode([WeightedFragment].self, forKey: .mix))
        }
        load = try container.decode(LoadPlan.self, forKey: .load)
        warmup = try container.decodeIfPresent(TimeSpan.self, forKey: .warmup)
        generators = try container.decodeIfPresent(LoadGenerators.self, forKey: .generators)
        thresholds = try container.decodeIfPresent([LoadThreshold].self, forKey: .thresholds)
        compare = try container.decodeIfPresent(LoadComparison.self, forKey: .compare)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch work {
        case .target(let request): try container.encode(request, forKey: .target)
        case .scenario(let steps): try container.encode(steps, forKey: .scenario)
        case .mix(let fragments): try container.encode(fragments, forKey: .mix)
        }
        try container.encode(load, forKey: .load)
        try container.encodeIfPresent(warmup, forKey: .warmup)
        try container.encodeIfPresent(generators, forKey: .generators)
        try container.encodeIfPresent(thresholds, forKey: .thresholds)
        try container.encodeIfPresent(compare, forKey: .compare)
    }
}
