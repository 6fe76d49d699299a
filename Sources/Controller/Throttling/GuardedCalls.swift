import Model

/// Calls of somebody else's service behind their limits: a token bucket and a circuit breaker for each scope, and a
/// deadline for each call, so that one that hangs holds up nobody else.
struct GuardedCalls: Sendable {
    private let terms: CloudTerms
    private let gate: CallGate
    private let time: MonotonicTime

    init(
        terms: CloudTerms, time: MonotonicTime,
        tell: @escaping @Sendable (CallScope, CircuitBreaker.Change, _ lastError: String) -> Void
    ) {
        self.terms = terms
        self.time = time
        gate = CallGate(terms: terms, time: time, tell: tell)
    }

    func call<Answer: Sendable>(
        _ scope: CallScope, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await gate.enter(scope)
        do {
            let answer = try await Deadline.run(
                within: terms.deadline, time: time, CallError.noAnswer(scope, within: terms.deadline), body)
            await gate.succeeded(scope)
            return answer
        } catch {
            await gate.failed(scope, error)
            throw error
        }
    }
}
