import Model

extension Redactor {
    /// What a report tells, every text of it masked.
    func mask(_ event: ReportEvent) -> ReportEvent {
        guard !isEmpty else { return event }
        switch event {
        case .ended(let ended): return .ended(mask(ended))
        case .suiteFailed(let failed):
            return .suiteFailed(
                ReportedSuiteFailure(suites: failed.suites.map(mask), failure: mask(failed.failure)))
        }
    }

    private func mask(_ ended: ReportedCase) -> ReportedCase {
        var masked = ended
        masked.name = mask(ended.name)
        masked.className = ended.className.map(mask)
        masked.suites = ended.suites.map(mask)
        masked.file = ended.file.map(mask)
        masked.status = ended.status.map(mask)
        masked.failures = ended.failures.map(mask)
        masked.attempts = ended.attempts.map { attempt in
            var masked = attempt
            masked.failure = attempt.failure.map(mask)
            return masked
        }
        masked.reason = ended.reason.map(mask)
        return masked
    }

    private func mask(_ failure: ReportedFailure) -> ReportedFailure {
        var masked = failure
        masked.type = failure.type.map(mask)
        masked.message = failure.message.map(mask)
        masked.text = failure.text.map(mask)
        return masked
    }
}
