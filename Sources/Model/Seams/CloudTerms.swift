/// How a provider may be called, and how soon it shows what was done.
package struct CloudTerms: Hashable, Sendable {
    /// Calls a second, in the long run, for each account and region.
    package let callsPerSecond: Double
    /// Calls at once after a quiet time.
    package let burst: Int
    /// How long one call may take before it counts as hung.
    package let deadline: Duration
    /// How long a new instance may be missing from lists, and a call whose answer was lost may still take effect.
    package let consistency: Duration

    package init(
        callsPerSecond: Double = 200, burst: Int = 400, deadline: Duration = .seconds(60),
        consistency: Duration = .zero
    ) {
        self.callsPerSecond = callsPerSecond
        self.burst = burst
        self.deadline = deadline
        self.consistency = consistency
    }
}
