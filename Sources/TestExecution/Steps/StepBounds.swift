import Model

/// Until when steps may run, and what says so.
struct StepBounds: Sendable {
    /// What sets the bound, for people.
    enum Origin: Hashable, Sendable {
        case test(TimeSpan)
        case cleanup(TimeSpan)
        case step(TimeSpan)
    }

    let deadline: MonotonicInstant
    let origin: Origin

    /// With the bound of a step where that is nearer.
    func narrowed(by timeout: TimeSpan?, now: MonotonicInstant) -> StepBounds {
        guard let timeout else { return self }
        let own = now.advanced(by: timeout.duration)
        return own < deadline ? StepBounds(deadline: own, origin: .step(timeout)) : self
    }

    func remaining(at now: MonotonicInstant) -> TimeSpan {
        TimeSpan(milliseconds: max(0, Int64((now.duration(to: deadline) / .milliseconds(1)).rounded(.up))))
    }

    var message: String {
        switch origin {
        case .test(let limit): "the test did not end within \(limit)"
        case .cleanup(let limit): "the cleanup did not end within \(limit)"
        case .step(let limit): "did not end within \(limit)"
        }
    }
}
