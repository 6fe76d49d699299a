import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// Against a server by graphql-core.
struct GraphQLTests {
    static let server = Result {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try FixtureServer(
            script: tests.appending(path: "Fixtures/graphql_server.py"), python: CounterpartPython.url)
    }

    static func url(_ path: String) throws -> String { try server.get().url(path) }

    private func run(
        _ query: String, _ variables: [String: JSONValue] = [:], operationName: String? = nil,
        at path: String = "/graphql", introspect: Bool? = nil, expect: Model.Expectation = Model.Expectation(),
        assert: [String] = [], capture: [String: Capture] = [:], captures: [String: JSONValue] = [:]
    ) async throws -> TaskResult {
        try await Fixture.run(
            .graphql(
                GraphQLRequest(
                    url: try Self.url(path), query: query, variables: variables.isEmpty ? nil : .object(variables),
                    operationName: operationName, introspect: introspect)),
            expect: expect, assert: assert, capture: capture, captures: captures)
    }

    /// Breaks when variables or the operation's name are not sent.
    @Test func anOperationIsSentWithItsVariablesAndItsAnswerJudged() async throws {
        let result = try await run(
            """
            query A { cart(id: 1) { id } }
            query Total($c: Currency!) { cart(id: 7) { id total(currency: $c) lines { sku } } }
            """, ["c": .string("${{ captures.currency }}")], operationName: "Total",
            assert: [
                "graphql.errors not exists", "json $.data.cart.total == 2000", "json $.data.cart.lines count >= 2",
                "header Content-Type startsWith application/graphql-response+json",
            ],
            capture: ["cart": Capture(from: .json(JSONPath(segments: [.name("data"), .name("cart"), .name("id")])))],
            captures: ["currency": .string("JPY")])
        #expect(result.outcome == .passed, "\(result.failures)")
        #expect(result.captures == ["cart": .string("7")])
        #expect(result.exchange?.method == "POST")
    }

    /// Breaks when an answer with errors passes of which nothing is expected.
    @Test(arguments: ["/graphql", "/legacy"])
    func errorsFailATestThatExpectsNothing(path: String) async throws {
        let partial = try await run("{ cart(id: 1) { id } fails }", at: path)
        #expect(partial.outcome == .failed)
        #expect(partial.failures.map(\.query) == ["graphql.errors"])
        #expect(partial.message?.contains("the backend is gone") == true)
        let refused = try await run("{ cart { id } }", at: path)
        #expect(refused.outcome == .failed)
        #expect(refused.failures.first?.query == "graphql.errors")
        let expected = try await run("{ fails }", at: path, assert: ["graphql.errors exists"])
        #expect(expected.outcome == .passed)
    }

    @Test func anAnswerThatIsNoGraphQLFails() async throws {
        let result = try await Fixture.run(
            .graphql(GraphQLRequest(url: try Fixture.url("/text?body=hello"), query: "{ a }")))
        #expect(result.outcome == .failed)
        #expect(
            result.message
                == #"graphql.errors: expected not exists, got unknown (the body is not JSON: "hello") (and 1 more)"#)
    }

    /// Breaks when the operation is sent without having been held against the schema.
    @Test func whatTheSchemaRefusesFailsWithItsPath() async throws {
        let result = try await run(
            "query T($c: Currency) { cart(id: 7) { totl total(currency: $c) lines } }",
            ["c": .string("USD"), "d": .integer(1)], introspect: true)
        #expect(result.outcome == .failed)
        #expect(result.exchange == nil)
        #expect(
            result.failures == [
                AssertionFailure(
                    query: "schema query.cart.totl", expected: "`total`", actual: "`Cart` has no `totl`"),
                AssertionFailure(
                    query: "schema query.cart.lines", expected: "a selection of fields of `Line`", actual: "none"),
                AssertionFailure(
                    query: "schema query.cart.total(currency)", expected: "a variable of type Currency!",
                    actual: "`$c` is of type Currency"),
                AssertionFailure(query: "schema $c", expected: "one of EUR, JPY", actual: #""USD""#),
                AssertionFailure(
                    query: "schema $d", expected: "a variable of the document", actual: "nothing declares it"),
            ])
        let passes = try await run("{ cart(id: 7) { id } }", introspect: true)
        #expect(passes.outcome == .passed, "\(passes.message ?? "")")
        let broken = try await run("{ cart(id: 7) { id }", introspect: true)
        #expect(
            broken.message
                == "query: expected a GraphQL document, got line 1, column 21: it ends where a name should stand")
    }

    @Test func aServerThatKeepsItsSchemaToItselfTellsNothing() async throws {
        let result = try await run("{ cart(id: 7) { id } }", at: "/closed", introspect: true)
        #expect(result.outcome == .errored)
        #expect(result.message?.hasPrefix("`introspect`: the server does not tell its schema: ") == true)
        #expect(try await run("{ cart(id: 7) { id } }", at: "/closed").outcome == .passed)
    }

    @Test func aServerThatIsAwayFailsAsInAnyTest() async throws {
        for introspect in [true, false] {
            let result = try await Fixture.run(
                .graphql(GraphQLRequest(url: "http://127.0.0.1:1/", query: "{ a }", introspect: introspect)))
            #expect(result.outcome == .failed)
        }
    }
}
