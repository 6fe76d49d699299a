/// How a task or a run ended.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case passed
    /// The system under test is wrong.
    case failed
    /// We could not tell: worker lost, VM not ready.
    case errored
    case timedOut
    case skipped
    case cancelled
}

/// How many tasks ended how; `flaky` and `cached` ones are also among `passed`.
package struct OutcomeCounts: Hashable, Sendable, Codable {
    package var passed: Int
    package var failed: Int
    package var errored: Int
    package var timedOut: Int
    package var skipped: Int
    package var cancelled: Int
    package var flaky: Int
    /// Not run, since the result of an earlier run stands.
    package var cached: Int

    package init(
        passed: Int = 0, failed: Int = 0, errored: Int = 0, timedOut: Int = 0, skipped: Int = 0, cancelled: Int = 0,
        flaky: Int = 0, cached: Int = 0
    ) {
        self.passed = passed
        self.failed = failed
        self.errored = errored
        self.timedOut = timedOut
        self.skipped = skipped
        self.cancelled = cancelled
        self.flaky = flaky
        self.cached = cached
    }

    package var finished: Int { passed + failed + errored + timedOut + skipped + cancelled }

    package mutating func add(_ outcome: Outcome, flaky isFlaky: Bool = false, cached isCached: Bool = false) {
        switch outcome {
        case .passed: passed += 1
        case .failed: failed += 1
        case .errored: errored += 1
        case .timedOut: timedOut += 1
        case .skipped: skipped += 1
        case .cancelled: cancelled += 1
        }
        if isFlaky { flaky += 1 }
        if isCached { cached += 1 }
    }

    package static func + (left: OutcomeCounts, right: OutcomeCounts) -> OutcomeCounts {
        OutcomeCounts(
            passed: left.passed + right.passed, failed: left.failed + right.failed,
            errored: left.errored + right.errored, timedOut: left.timedOut + right.timedOut,
            skipped: left.skipped + right.skipped, cancelled: left.cancelled + right.cancelled,
            flaky: left.flaky + right.flaky,
            cached: left.cached + right.cached)
    }

    /// The outcome of a run whose tasks ended like this.
    package var outcome: Outcome {
        if failed + timedOut > 0 { return .failed }
        if errored > 0 { return .errored }
        if cancelled > 0 { return .cancelled }
        return passed > 0 ? .passed : .skipped
    }
}

extension OutcomeCounts {
    /// Those stored before results could be reused have no `cached`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func count(_ key: CodingKeys) throws -> Int { try container.decodeIfPresent(Int.self, forKey: key) ?? 0 }
        self.init(
            passed: try count(.passed), failed: try count(.failed), errored: try count(.errored),
            timedOut: try count(.timedOut), skipped: try count(.skipped), cancelled: try count(.cancelled),
            flaky: try count(.flaky), cached: try count(.cached))
    }
}
