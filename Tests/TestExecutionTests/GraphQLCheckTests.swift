import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import TestExecution

/// Held against graphql-core, the Python port of the reference implementation.
struct GraphQLCheckTests {
    struct Operation: CustomTestStringConvertible {
        let query: String
        var variables: [String: JSONValue] = [:]
        var name: String?

        var testDescription: String { query + " \(variables)" }
    }

    private static let queries = [
        "{ cart(id: 1) { id } }", "query { cart(id: \"1\") { id: id lines { sku count } } }", "{ cart { id } }",
        "{ cart(id: 1.5) { id } }", "{ cart(id: null) { id } }", "{ cart(id: 1, no: 2) { id } }", "{ carts { totl } }",
        "{ cart(id: 1) }", "{ cart(id: 1) { id { x } } }", "{ __typename }", "{ __schema { types { name } } }",
        "{ __schema { nothing } }", "{ __type(name: \"Cart\") { name } }", "{ __type { name } }",
        "{ cart(id: 1) { __schema { types { name } } } }", "{ node(id: 1) { id } }", "{ node(id: 1) { sku } }",
        "{ node(id: 1) { ... on Line { sku } ...on Cart { id __typename } } }",
        "{ node(id: 1) { ... on Note { text } } }",
        "{ node(id: 1) { ... on Nothing { text } } }", "{ node(id: 1) { ... on Time { text } } }",
        "{ node(id: 1) { ... { id } } }", "{ find { __typename ... on Note { at text } } }", "{ find { text } }",
        "{ find(text: null) { __typename } }", "{ find(limit: 2147483648) { __typename } }",
        "{ find(limit: 2147483647) { __typename } }", "{ find(limit: \"1\") { __typename } }",
        "{ find(limit: 1.0) { __typename } }", "{ find(text: 1) { __typename } }", "{ find(text: EUR) { __typename } }",
        "{ carts(ids: [1, \"2\"]) { id } }", "{ carts(ids: 1) { id } }", "{ carts(ids: [null]) { id } }",
        "{ carts(ids: null) { id } }", "{ matrix(rows: [[1], [2, 3]]) }", "{ matrix(rows: [1, 2]) }",
        "{ matrix(rows: 1) }", "{ matrix(rows: [[null]]) }", "{ matrix(rows: [null]) }",
        "{ carts(filter: {currency: EUR, min: 1, lines: [{sku: \"a\"}]}) { id } }",
        "{ carts(filter: {currency: USD}) { id } }", "{ carts(filter: {currency: \"EUR\"}) { id } }",
        "{ carts(filter: {lines: {count: 2}}) { id } }", "{ carts(filter: {lines: [{sku: \"a\", cnt: 2}]}) { id } }",
        "{ carts(filter: {not: {not: {min: \"x\"}}}) { id } }", "{ carts(filter: 1) { id } }",
        "{ carts(filter: {lines: [{sku: \"a\", at: {any: [1]}}]}) { id } }",
        "mutation { add(cart: 1, line: {sku: \"A\", tags: \"x\"}) { id } }",
        "mutation { add(cart: 1, line: {}) { id } }", "mutation { cart(id: 1) { id } }",
        "{ cart(id: 1) @include(if: true) { id } }", "{ cart(id: 1) @include { id } }",
        "{ cart(id: 1) @skip(if: 1) { id } }", "{ cart(id: 1) @nothing { id } }",
        "{ cart(id: 1) @cached(seconds: 5) { id } }", "{ cart(id: 1) @cached(scope: ALL) { id } }",
        "{ cart(id: 1) { ...L } } fragment L on Cart { id lines { sku } }",
        "{ cart(id: 1) { ...L } } fragment L on Cart { idd }", "{ cart(id: 1) { ...M } }",
        "{ cart(id: 1) { ...L } } fragment L on Line { id }", "{ cart(id: 1) { id } } fragment L on Cart { id }",
        "{ cart(id: 1) { ...A } } fragment A on Cart { ...B } fragment B on Cart { ...A id }",
        "{ cart(id: 1) { ...A } } fragment A on Cart { ...A }", "{ cart(id: 1) { ...N } } fragment N on Node { id }",
        "{ find { ...F } } fragment F on Found { __typename }", "query A { cart(id: 1) { id } } # comment",
        "{ cart(id: \"\"\"1\"\"\") { id } }", "{ cart(id: \"\\u0031\\n\") { id } }", "{ cart(id: \"a\nb\") { id } }",
        "{ cart(id: -1) { id } }", "{ cart(id: 01) { id } }", "{ cart(id: 1x) { id } }", "{ cart(id: 1e3) { id } }",
        "{ carts(filter: {min: 1e3}) { id } }", "{ carts(filter: {min: -1.5E-3}) { id } }",
        "{ carts(filter: {min: 1.}) { id } }",
        "", "{", "{ }", "{ cart(id: 1) { } }", "{ cart() { id } }", "query ($x) { fails }", "{ cart(id: 1) { id } ",
        "{ cart(id: 1) { id } } }", "{ cart(id: 1) { id, , } }", "type A { b: Int }", "fragment on on Cart { id }",
        "{ fails(x: $y) }", "{ find(limit: 1 text: \"a\") { __typename } }",
    ]

    private static let withVariables: [Operation] = [
        .init(query: "query($id: ID!) { cart(id: $id) { id } }", variables: ["id": .integer(1)]),
        .init(query: "query($id: ID!) { cart(id: $id) { id } }", variables: ["id": .string("x")]),
        .init(query: "query($id: ID!) { cart(id: $id) { id } }", variables: ["id": .number(1.5)]),
        .init(query: "query($id: ID!) { cart(id: $id) { id } }", variables: ["id": .bool(true)]),
        .init(query: "query($id: ID!) { cart(id: $id) { id } }", variables: ["id": .null]),
        .init(query: "query($id: ID!) { cart(id: $id) { id } }"),
        .init(query: "query($id: ID! = 3) { cart(id: $id) { id } }"),
        .init(query: "query($id: ID) { cart(id: $id) { id } }", variables: ["id": .integer(1)]),
        .init(query: "query($id: ID = 1) { cart(id: $id) { id } }"),
        .init(query: "query($id: ID = null) { cart(id: $id) { id } }"),
        .init(query: "query($id: String!) { cart(id: $id) { id } }", variables: ["id": .string("x")]),
        .init(query: "query($t: String) { find(text: $t) { __typename } }"),
        .init(query: "query($id: Nothing!) { cart(id: $id) { id } }", variables: ["id": .integer(1)]),
        .init(query: "query($id: Cart) { cart(id: $id) { id } }"),
        .init(query: "query($id: ID!) { fails }", variables: ["id": .integer(1)]),
        .init(query: "query A { cart(id: $id) { id } }"),
        .init(query: "query($ids: [ID!]) { carts(ids: $ids) { id } }", variables: ["ids": .integer(1)]),
        .init(query: "query($ids: [ID!]) { carts(ids: $ids) { id } }", variables: ["ids": .array([.null])]),
        .init(query: "query($ids: [ID]) { carts(ids: $ids) { id } }"),
        .init(query: "query($ids: ID!) { carts(ids: $ids) { id } }", variables: ["ids": .integer(1)]),
        .init(query: "query($id: ID!) { carts(ids: [$id]) { id } }", variables: ["id": .integer(1)]),
        .init(query: "query($id: ID) { carts(ids: [$id]) { id } }"),
        .init(
            query: "query($f: Filter) { carts(filter: $f) { id } }",
            variables: ["f": .object(["min": .integer(1), "not": .object(["currency": .string("EUR")])])]),
        .init(
            query: "query($f: Filter) { carts(filter: $f) { id } }",
            variables: ["f": .object(["currency": .string("USD")])]),
        .init(
            query: "query($f: Filter) { carts(filter: $f) { id } }",
            variables: ["f": .object(["lines": .object(["count": .integer(1)])])]),
        .init(
            query: "query($f: Filter) { carts(filter: $f) { id } }",
            variables: ["f": .object(["lines": .array([.object(["sku": .string("a"), "count": .number(1.5)])])])]),
        .init(query: "query($f: Filter) { carts(filter: $f) { id } }", variables: ["f": .object(["x": .integer(1)])]),
        .init(query: "query($f: Filter) { carts(filter: $f) { id } }", variables: ["f": .string("x")]),
        .init(
            query: "query($c: Currency) { carts(filter: {currency: $c}) { id } }", variables: ["c": .string("EUR")]),
        .init(query: "query($c: String) { carts(filter: {currency: $c}) { id } }"),
        .init(query: "query($n: Int) { find(limit: $n) { __typename } }", variables: ["n": .integer(3_000_000_000)]),
        .init(query: "query($n: Int) { find(limit: $n) { __typename } }", variables: ["n": .number(2)]),
        .init(query: "query($n: Int) { find(limit: $n) { __typename } }", variables: ["n": .string("2")]),
        .init(query: "query($n: Int = \"x\") { find(limit: $n) { __typename } }"),
        .init(query: "query($m: Float) { carts(filter: {min: $m}) { id } }", variables: ["m": .integer(2)]),
        .init(query: "query($m: Int) { carts(filter: {min: $m}) { id } }"),
        .init(
            query: "query($c: Currency!) { cart(id: 1) { ...T } } fragment T on Cart { total(currency: $c) }",
            variables: ["c": .string("EUR")]),
        .init(query: "query($c: Currency) { cart(id: 1) { ...T } } fragment T on Cart { total(currency: $c) }"),
        .init(query: "query { cart(id: 1) { ...T } } fragment T on Cart { total(currency: $c) }"),
        .init(query: "query($on: Boolean!) { cart(id: 1) @include(if: $on) { id } }", variables: ["on": .bool(true)]),
        .init(query: "query($on: Boolean!) { cart(id: 1) @include(if: $on) { id } }", variables: ["on": .string("x")]),
        .init(query: "query A { fails } query B { cart(id: 1) { id } }", name: "B"),
        .init(query: "query A { fails } query B { cart(id: 1) { id } }"),
        .init(query: "query A { fails } query B { cart(id: 1) { id } }", name: "C"),
        .init(query: "query A { fails } query B { cart(id: 1) { idd } }", name: "A"),
    ]

    private static let operations = queries.map { Operation(query: $0) } + withVariables

    private static let schema = Task {
        let answer = try await post("/graphql", ["query": .string(IntrospectionQuery.text)])
        return try #require(answer["data"]?["__schema"])
    }

    private static func post(_ path: String, _ body: [String: JSONValue]) async throws -> JSONValue {
        let request = HTTPRequest(
            method: "POST", url: try GraphQLTests.url(path), headers: [("Content-Type", "application/json")],
            body: try CanonicalEncoding.data(JSONValue.object(body)), timeout: .seconds(30))
        return try JSONParser.parse(try await Fixture.http.send(request).body)
    }

    /// The same operations are refused as by the reference implementation.
    ///
    /// Breaks when any of the checks is left out, or one is made where the specification has none.
    @Test(arguments: operations) func whatIsRefusedIsWhatTheReferenceRefuses(operation: Operation) async throws {
        let answer = try await Self.post(
            "/check",
            [
                "query": .string(operation.query), "variables": .object(operation.variables),
                "operationName": operation.name.map(JSONValue.string) ?? .null,
            ])
        let schema = try #require(GraphQLSchema(try await Self.schema.value))
        var own: [String]
        do {
            own = GraphQLCheck.problems(
                of: try GraphQLParser.parse(operation.query), variables: operation.variables,
                operationName: operation.name, schema
            ).map { "\($0.path): expected \($0.expected), got \($0.actual)" }
        } catch {
            own = ["\(error)"]
        }
        #expect(own.isEmpty == (answer["valid"] == .bool(true)), "\(own) \(answer["errors"] ?? .null)")
    }

    /// The reference finds it when the operation is carried out only.
    @Test func aRootThatIsNotThereIsRefused() async throws {
        let schema = try #require(GraphQLSchema(try await Self.schema.value))
        let problems = GraphQLCheck.problems(
            of: try GraphQLParser.parse("subscription { x }"), variables: [:], operationName: nil, schema)
        #expect(problems.count == 1)
    }

    @Test func documentsAreReadToABound() {
        let deep = String(repeating: "{a", count: 5_000) + String(repeating: "}", count: 5_000)
        #expect(throws: GraphQLSyntaxError.self) { try GraphQLParser.parse(deep) }
        let list = "{ a(b: " + String(repeating: "[", count: 5_000) + ") }"
        #expect(throws: GraphQLSyntaxError.self) { try GraphQLParser.parse(list) }
    }

    @Test(arguments: [
        ("{ a(b: ) }", "line 1, column 8: `)` stands where a value should"),
        ("{\n  a(b: 01)\n}", "line 2, column 8: this is no number"),
        ("{ a(b: \"x) }", "line 1, column 8: this text is not closed"),
        ("querry { a }", "line 1, column 1: `querry` begins no operation: write `query`, `mutation` or `fragment`"),
        ("fragment A on B { c }", "line 1, column 22: there is no operation"),
        ("{ a ? }", "line 1, column 5: `?` can't stand here"),
    ])
    func mistakesAreToldWithTheirPlace(text: String, reason: String) {
        do {
            _ = try GraphQLParser.parse(text)
            Issue.record("it was read")
        } catch {
            #expect("\(error)" == reason)
        }
    }

    /// Breaks, by ending the process, when the bound of the parser goes.
    @Test(arguments: [
        ("{a", ""), ("{a(x:[", "1"), ("{... on A ", ""), ("query($v:[", "A"), ("{a(x:{y:", "1"), ("{a @b(x:[", "1"),
    ])
    func documentsThatAreNestedDeeplyAreRefused(_ head: String, _ inside: String) {
        let open = head.contains("[") ? "[" : head.contains("{y:") ? "{y:" : head
        #expect(throws: GraphQLSyntaxError.self) {
            try GraphQLParser.parse(head + String(repeating: open, count: 100_000) + inside)
        }
    }
}
