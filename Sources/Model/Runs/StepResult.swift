/// What one step of an integration test came to, and what is worth showing of it.
package struct StepResult: Hashable, Sendable, Codable {
    /// Where it stands in the test: `steps[2]`, `steps[0].forEach[3].steps[1]`, `finally[0]`.
    package let place: String
    /// Its name, or what it does in a few words: `POST /orders`.
    package let title: String
    package let outcome: Outcome
    package let duration: TimeSpan
    /// One sentence when it did not pass.
    package let message: String?
    package let failures: [AssertionFailure]
    package let exchange: HTTPExchange?
    package let output: CommandOutput?

    package init(
        place: String, title: String, outcome: Outcome, duration: TimeSpan, message: String? = nil,
        failures: [AssertionFailure] = [], exchange: HTTPExchange? = nil, output: CommandOutput? = nil
    ) {
        self.place = place
        self.title = title
        self.outcome = outcome
        self.duration = duration
        self.message = message
        self.failures = failures
        self.exchange = exchange
        self.output = output
    }
}
