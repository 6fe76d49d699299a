import Model

/// Does what the steps of an integration test ask for; the tests of the interpreter put another one in its place.
protocol StepExecutor: Sendable {
    /// Ends soon after its task is cancelled.
    func run(_ work: StepWork) async -> AttemptReport

    /// The items of a loop that a file of the scratch folder holds.
    func items(of path: String) throws(LoopItemsError) -> [JSONValue]
}

/// One request or one program, with everything in it resolved but what `claims` resolves itself.
struct StepWork: Sendable {
    enum Action: Sendable {
        case request(RestRequest)
        case command(CommandSpec)
    }

    let action: Action
    let claims: Claims
    /// In which it must have ended.
    let timeout: TimeSpan
    /// What was captured before.
    let variables: [String: JSONValue]
    let redactor: Redactor
}
