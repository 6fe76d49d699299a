import Model

/// A case of which the end tag has not come.
struct OpenCase {
    let depth: Int
    private let limits: ReportLimits
    private var built: ReportedCase
    private var hasFailed = false
    private var hasErrored = false
    private var isSkipped = false
    private var tries: [ReportedAttempt] = []
    /// Whether the tries come after the one that the case's own failure tells of.
    private var wasRerun = false

    init(_ attributes: XMLAttributes, in suite: OpenSuite?, depth: Int, limits: ReportLimits) {
        self.depth = depth
        self.limits = limits
        built = ReportedCase(name: "", suites: suite?.path ?? [], file: suite?.file, startedAt: suite?.startedAt)
        for (name, value) in attributes {
            switch JUnitAttribute(name) {
            case .name: built.name = CutText.string(value, limit: limits.name)
            case .className: built.className = CutText.string(value, limit: limits.name).nonEmpty
            case .file: built.file = CutText.string(value, limit: limits.name).nonEmpty ?? built.file
            case .line: built.line = Int(String(cString: value)).flatMap { $0 > 0 ? $0 : nil }
            case .time: built.seconds = ReportedSeconds.read(CutText.string(value, limit: limits.name))
            case .timestamp:
                built.startedAt = ReportedMoment.read(CutText.string(value, limit: limits.name)) ?? built.startedAt
            case .status:
                // GoogleTest writes both `status` and `result`; the one that tells of no pass is kept.
                if Self.outcome(built.status) == .passed {
                    built.status = CutText.string(value, limit: limits.name).nonEmpty ?? built.status
                }
            case .message, .type, nil: break
            }
        }
    }

    mutating func add(_ failure: OpenFailure) {
        switch failure.element {
        case .failure:
            hasFailed = true
            keep(failure.failure(.failed))
        case .error:
            hasErrored = true
            keep(failure.failure(.errored))
        case .skipped:
            isSkipped = true
            built.reason = built.reason ?? failure.reason
        case .flakyFailure: keep(failure.attempt(.failed))
        case .flakyError: keep(failure.attempt(.errored))
        case .rerunFailure:
            wasRerun = true
            keep(failure.attempt(.failed))
        case .rerunError:
            wasRerun = true
            keep(failure.attempt(.errored))
        case .suites, .suite, .testCase, .output, .other: break
        }
    }

    /// An error wins over a failure, and that over a skip. Of a case without any of them the tool may still say
    /// that it failed or was not run.
    consuming func finished() -> ReportedCase {
        var finished = built
        finished.outcome =
            hasErrored ? .errored : hasFailed ? .failed : isSkipped ? .skipped : Self.outcome(built.status)
        if !tries.isEmpty {
            let own = ReportedAttempt(outcome: finished.outcome, failure: finished.failures.first)
            finished.attempts = wasRerun ? [own] + tries : tries + [own]
        }
        return finished
    }

    private mutating func keep(_ failure: ReportedFailure) {
        if built.failures.count < limits.failures {
            built.failures.append(failure)
        } else {
            built.failuresLeftOut += 1
        }
    }

    private mutating func keep(_ attempt: ReportedAttempt) {
        if tries.count < limits.failures { tries.append(attempt) } else { built.failuresLeftOut += 1 }
    }

    private static func outcome(_ status: String?) -> Outcome {
        guard let status else { return .passed }
        switch status.lowercased() {
        case "failed", "failure", "fail": return .failed
        case "error", "errored", "broken": return .errored
        // GoogleTest and CTest write what is disabled so, with no element within it.
        case "notrun", "suppressed", "disabled", "skipped", "ignored", "pending": return .skipped
        default: return .passed
        }
    }
}
