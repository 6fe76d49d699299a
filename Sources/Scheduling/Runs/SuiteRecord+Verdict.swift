package import Model

extension SuiteRecord {
    /// What is remembered of the suite once a run has ended.
    ///
    /// A superseded run counts as never made, and a run that began before the latest verdict's never hides that one.
    package func recording(_ verdict: Verdict, superseded: Bool, byPerson: Bool, inputs: [String: Digest]? = nil)
        -> SuiteRecord
    {
        if superseded { return self }
        if let latest, latest.startedAt > verdict.startedAt { return self }
        let isConclusive: Bool
        switch verdict.outcome {
        case .passed, .failed, .timedOut, .skipped: isConclusive = true
        case .errored, .cancelled: isConclusive = byPerson
        }
        if isConclusive { return SuiteRecord(key: key, conclusive: verdict, inputs: inputs) }
        let tries = errored?.digest == verdict.digest ? erroredTries + 1 : 1
        return SuiteRecord(
            key: key, conclusive: conclusive, errored: verdict, erroredTries: tries, inputs: inputs)
    }
}
