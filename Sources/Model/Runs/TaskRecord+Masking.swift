extension TaskRecord {
    /// The record as it may be kept and shown: no lease token, and `***` for every capture that is to be masked.
    package var withoutSecrets: TaskRecord {
        TaskRecord(
            name: name, outcome: outcome, flaky: flaky, message: message,
            attempts: attempts.map { attempt in
                AttemptRecord(
                    run: attempt.run, task: attempt.task, number: attempt.number, lease: LeaseToken(rawValue: ""),
                    worker: attempt.worker, leasedAt: attempt.leasedAt, result: attempt.result?.withoutSecrets)
            }, cached: cached)
    }
}

extension TaskResult {
    fileprivate var withoutSecrets: TaskResult {
        guard !redacted.isEmpty else { return self }
        let masked = captures.merging(redacted.filter { captures[$0] != nil }.map { ($0, .string("***")) }) { $1 }
        return TaskResult(
            outcome: outcome, startedAt: startedAt, duration: duration, message: message, failures: failures,
            exchange: exchange, output: output, captures: masked, redacted: redacted, steps: steps, findings: findings,
            cases: cases, coverage: coverage, artifacts: artifacts)
    }
}
