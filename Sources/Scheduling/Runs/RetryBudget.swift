package import Model

/// Whether an attempt that did not pass is followed by another, and after which pause.
package enum RetryBudget {
    /// - Parameter outcomes: of all ended attempts of the task, in order.
    /// - Returns: the pause before the next attempt, or nil when the last outcome is final.
    package static func pause(after outcomes: [Outcome], policy: RetryPolicy) -> Duration? {
        guard let last = outcomes.last else { return nil }
        let used: Int
        let allowed: Int
        switch last {
        case .passed, .skipped:
            return nil
        case .failed, .timedOut:
            used = outcomes.count { $0 == .failed || $0 == .timedOut }
            allowed = policy.failed
        case .errored, .cancelled:
            used = outcomes.count { $0 == .errored || $0 == .cancelled }
            allowed = policy.errored
        }
        guard used <= allowed else { return nil }
        return backoff(policy.backoff, retry: outcomes.count)
    }

    /// Doubles with each retry, and at most sixteen times, which keeps the arithmetic in bounds.
    private static func backoff(_ base: TimeSpan, retry: Int) -> Duration {
        base.duration * (1 << min(max(retry - 1, 0), 16))
    }
}
