/// What a report tells while it is read.
package enum ReportEvent: Hashable, Sendable {
    case ended(ReportedCase)
    case suiteFailed(ReportedSuiteFailure)
}

extension ReportEvent {
    /// How the case ended, or the suite outside of its cases.
    package var outcome: Outcome {
        switch self {
        case .ended(let ended): ended.outcome
        case .suiteFailed(let failed): failed.failure.outcome
        }
    }
}

extension ReportEvent: Codable {
    private enum CodingKeys: String, CodingKey { case ended = "case", suiteFailure }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let ended = try container.decodeIfPresent(ReportedCase.self, forKey: .ended) {
            self = .ended(ended)
        } else {
            self = .suiteFailed(try container.decode(ReportedSuiteFailure.self, forKey: .suiteFailure))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .ended(let ended): try container.encode(ended, forKey: .ended)
        case .suiteFailed(let failed): try container.encode(failed, forKey: .suiteFailure)
        }
    }
}
