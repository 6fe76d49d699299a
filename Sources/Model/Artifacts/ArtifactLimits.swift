/// How much of what one attempt leaves behind is kept.
package enum ArtifactLimits {
    package static let files = 1_000
    /// Bytes of all of them.
    package static let totalBytes = 256 << 20
}

extension TaskResult {
    /// The same with these artifacts; nil for none.
    package func keeping(_ artifacts: [AttemptArtifact]) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: startedAt, duration: duration, message: message, failures: failures,
            exchange: exchange, output: output, captures: captures, redacted: redacted, steps: steps,
            findings: findings, cases: cases, coverage: coverage, artifacts: artifacts.isEmpty ? nil : artifacts)
    }
}

extension TestArtifacts {
    /// Whether they are kept of an attempt that ended like this.
    package func areKept(of outcome: Outcome) -> Bool {
        switch (on, outcome) {
        case (_, .cancelled): false
        case (.always, _), (.failure, .failed), (.failure, .errored), (.failure, .timedOut): true
        case (.failure, .passed), (.failure, .skipped): false
        }
    }
}

extension [TaskRecord] {
    /// What all attempts left behind.
    package var artifacts: [AttemptArtifact] { flatMap(\.attempts).flatMap { $0.result?.artifacts ?? [] } }
}
