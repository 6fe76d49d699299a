import Model

/// Asks the server for its schema and holds an operation against it before it is sent.
struct SchemaAttempt {
    let attempt: GraphQLAttempt

    private static let name = "schema"
    /// So many problems are told.
    private static let limit = 50

    /// What keeps the operation from being sent; nil when the schema takes it.
    func run() async -> AttemptReport? {
        let document: GraphQLDocument
        do {
            document = try GraphQLParser.parse(attempt.request.query)
        } catch {
            return failed([AssertionFailure(query: "query", expected: "a GraphQL document", actual: "\(error)")])
        }
        var answer = await attempt.send(
            attempt.request.introspection,
            Claims(capture: [Self.name: Capture(from: .json(JSONPath(segments: [.name("data"), .name("__schema")])))]),
            timeout: attempt.timeout)
        guard answer.outcome == .passed, let schema = answer.captures.values[Self.name].flatMap(GraphQLSchema.init)
        else {
            // A server that can't be reached is told as in any test; that one keeps its schema to itself tells nothing.
            if answer.exchange?.status != nil, answer.outcome == .failed || answer.outcome == .passed {
                answer.outcome = .errored
                answer.message =
                    "`introspect`: the server does not tell its schema: \(answer.message ?? "the answer is none")"
            }
            answer.failures = []
            answer.captures = CapturedValues()
            answer.found = CapturedValues()
            return answer
        }
        var variables: [String: JSONValue] = [:]
        if case .object(let members)? = attempt.request.variables { variables = members }
        let problems = GraphQLCheck.problems(
            of: document, variables: variables, operationName: attempt.request.operationName, schema)
        guard !problems.isEmpty else { return nil }
        let text = ValueText(redactor: attempt.redactor)
        return failed(
            problems.prefix(Self.limit).map {
                AssertionFailure(
                    query: "schema \($0.path)", expected: text.cut($0.expected), actual: text.cut($0.actual))
            })
    }

    private func failed(_ failures: [AssertionFailure]) -> AttemptReport {
        var report = AttemptReport(outcome: .failed, redactor: attempt.redactor)
        report.failures = failures
        report.message = AttemptReport.summary(of: failures)
        return report
    }
}

extension GraphQLRequest {
    /// The question for the schema, sent as the operation would be.
    fileprivate var introspection: GraphQLRequest {
        GraphQLRequest(
            url: url, service: service, path: path, headers: headers, query: IntrospectionQuery.text,
            followRedirects: followRedirects, options: options)
    }
}
