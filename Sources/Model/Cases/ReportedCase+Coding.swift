import Foundation

/// What is empty is left out, since there are many of them: most passed, in one try.
extension ReportedCase: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, className, suites, file, line, outcome, status, failures, failuresLeftOut, attempts, reason, seconds,
            startedAt
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decodeIfPresent(String.self, forKey: .name) ?? "",
            className: try container.decodeIfPresent(String.self, forKey: .className),
            suites: try container.decodeIfPresent([String].self, forKey: .suites) ?? [],
            file: try container.decodeIfPresent(String.self, forKey: .file),
            line: try container.decodeIfPresent(Int.self, forKey: .line),
            outcome: try container.decode(Outcome.self, forKey: .outcome),
            status: try container.decodeIfPresent(String.self, forKey: .status),
            failures: try container.decodeIfPresent([ReportedFailure].self, forKey: .failures) ?? [],
            failuresLeftOut: try container.decodeIfPresent(Int.self, forKey: .failuresLeftOut) ?? 0,
            attempts: try container.decodeIfPresent([ReportedAttempt].self, forKey: .attempts) ?? [],
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            seconds: try container.decodeIfPresent(Double.self, forKey: .seconds),
            startedAt: try container.decodeIfPresent(Date.self, forKey: .startedAt))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if !name.isEmpty { try container.encode(name, forKey: .name) }
        try container.encodeIfPresent(className, forKey: .className)
        if !suites.isEmpty { try container.encode(suites, forKey: .suites) }
        try container.encodeIfPresent(file, forKey: .file)
        try container.encodeIfPresent(line, forKey: .line)
        try container.encode(outcome, forKey: .outcome)
        try container.encodeIfPresent(status, forKey: .status)
        if !failures.isEmpty { try container.encode(failures, forKey: .failures) }
        if failuresLeftOut > 0 { try container.encode(failuresLeftOut, forKey: .failuresLeftOut) }
        if !attempts.isEmpty { try container.encode(attempts, forKey: .attempts) }
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(seconds, forKey: .seconds)
        try container.encodeIfPresent(startedAt, forKey: .startedAt)
    }
}
