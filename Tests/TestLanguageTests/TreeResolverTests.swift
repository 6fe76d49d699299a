import Model
import Testing

@testable import TestLanguage

struct TreeResolverTests {
    private let scope = Scope([
        .vars: .object([
            "region": .string("eu"), "trap": .string("${{ secrets.pin }}"), "dollar": .string("$"),
            "open": .string("${"), "brace": .string("{{ secrets.pin }}"), "half": .string("{ secrets.pin }}"),
        ]),
        .secrets: .object(["pin": .string("1234")]),
        .captures: .object([
            "id": .integer(7), "ratio": .number(0.5), "on": .bool(true), "none": .null,
            "order": .object(["id": .string("A1"), "lines": .array([.object(["sku": .string("s0")])])]),
        ]),
    ])

    private func resolve(_ text: String, _ times: Set<ReferenceTime>) throws -> JSONValue {
        try TreeResolver(times, scope: scope).resolve(.string(text))
    }

    @Test func aWholeReferenceKeepsItsType() throws {
        #expect(try resolve("${{ captures.id }}", [.run]) == .integer(7))
        #expect(try resolve("${{captures.order.lines[0].sku}}", [.run]) == .string("s0"))
        #expect(try resolve("${{ captures.none }}", [.run]) == .null)
        #expect(try resolve("n=${{ captures.id }} ${{ captures.on }}", [.run]) == .string("n=7 true"))
        #expect(try resolve("${{ captures.order }}!", [.run]) == .string(#"{"id":"A1","lines":[{"sku":"s0"}]}!"#))
    }

    @Test func otherTimesStayAsText() throws {
        #expect(
            try resolve("${{ vars.region }} ${{secrets.pin}} ${{ captures.id }}", [.sync])
                == .string("eu ${{ secrets.pin }} ${{ captures.id }}"))
        #expect(try resolve("${{ secrets.pin }}", [.sync]) == .string("${{ secrets.pin }}"))
    }

    @Test func escapesAreTakenAwayOnceAndLast() throws {
        let first = try resolve("$${{ vars.region }} ${{ vars.region }}", [.sync])
        #expect(first == .string("$${{ vars.region }} eu"))
        let second = try TreeResolver([.dispatch], scope: scope).resolve(first)
        #expect(second == first)
        #expect(try TreeResolver([.run], scope: scope).resolve(second) == .string("${{ vars.region }} eu"))
    }

    @Test(
        "No value is ever read as a reference in a later pass",
        arguments: [
            ("${{ vars.trap }}", "${{ secrets.pin }}"),
            ("a ${{ vars.trap }} b", "a ${{ secrets.pin }} b"),
            ("${{ vars.dollar }}{{ secrets.pin }}", "${{ secrets.pin }}"),
            ("${{ vars.dollar }}${{ vars.brace }}", "${{ secrets.pin }}"),
            ("${{ vars.open }}${{ vars.half }}", "${{ secrets.pin }}"),
            ("${{ vars.open }}{ secrets.pin }}", "${{ secrets.pin }}"),
            ("${${{ vars.half }}", "${{ secrets.pin }}"),
            ("${{ vars.dollar }}${{ captures.id }}", "$7"),
            ("a$${{ vars.dollar }}", "a${{ vars.dollar }}"),
            ("$$${{ x", "$${{ x"),
            ("${{ '$' }}${{ captures.id }}", "$7"),
            ("$${{ '$' }}", "${{ '$' }}"),
            ("${{ vars.dollar }}${{ vars.dollar }}${{ vars.brace }}", "$${{ secrets.pin }}"),
        ])
    func valuesStayLiteral(text: String, result: String) throws {
        var tree = JSONValue.string(text)
        for time in [ReferenceTime.sync, .dispatch, .run] {
            tree = try TreeResolver([time], scope: scope).resolve(tree)
        }
        #expect(tree == .string(result))
    }

    @Test func structuresAreEscapedInEarlyPasses() throws {
        let scope = Scope([.vars: .object(["deep": .array([.object(["a": .string("${{ x }}"), "b": .null])])])])
        let first = try TreeResolver([.sync], scope: scope).resolve(.string("${{ vars.deep }}"))
        #expect(first == .array([.object(["a": .string("$${{ x }}"), "b": .null])]))
    }

    @Test func treesAreWalked() throws {
        let tree = JSONValue.object([
            "${{ vars.region }}": .array([.string("${{ vars.region }}"), .integer(1), .null, .bool(true), .number(1.5)])
        ])
        let expected = JSONValue.object([
            "${{ vars.region }}": .array([.string("eu"), .integer(1), .null, .bool(true), .number(1.5)])
        ])
        #expect(try TreeResolver([.sync], scope: scope).resolve(tree) == expected)
        #expect(try TreeResolver.references(in: tree).map(\.description) == ["vars.region"])
    }

    @Test(
        arguments: [
            ("${{ vars.regoin }}", "unknown variable `vars.regoin`: did you mean `vars.region`?"),
            ("${{ secrets.completely }}", "unknown secret `secrets.completely`: known are `secrets.pin`"),
            ("${{ env.x }}", "`env.x` can't be used here"),
            ("${{ captures.order.ib }}", "unknown name `captures.order.ib`: did you mean `captures.order.id`?"),
            (
                "${{ captures.order.lines[3] }}",
                "`captures.order.lines[3]` does not exist: `captures.order.lines` has 1"
            ),
            ("${{ captures.id.x }}", "`captures.id.x` does not exist: `captures.id` is of type integer"),
            ("${{ captures.id[0] }}", "`captures.id[0]` does not exist: `captures.id` is of type integer"),
        ])
    func unknownNames(text: String, message: String) throws {
        let all = TreeResolver(Set(ReferenceTime.allCases), scope: scope)
        let error = try #require(throws: LanguageError.self) { try all.resolve(.string("é \(text)")) }
        #expect(error.message.hasPrefix(message), "\(error)")
        #expect(error.span == TextSpan(offset: 2, length: text.unicodeScalars.count))
    }

    @Test func anEmptyRootSaysSo() throws {
        let empty = TreeResolver([.sync], scope: Scope().with(.vars, .object([:])))
        let error = try #require(throws: LanguageError.self) { try empty.resolve(.string("${{ vars.x }}")) }
        #expect(error.message == "unknown variable `vars.x`: there are none")
    }

    @Test func aScopeNeverPrintsValues() {
        #expect("\(scope)" == "Scope(captures, secrets, vars)")
        var text = ""
        dump(scope, to: &text)
        #expect(!text.contains("1234"))
    }

    @Test func codableValuesAreResolved() throws {
        let request = RestRequest(
            method: "POST", url: "http://h/${{ captures.id }}", headers: ["X-Id": "${{ captures.id }}"],
            json: .object(["id": .string("${{ captures.id }}"), "lines": .string("${{ captures.order.lines }}")]))
        let resolved = try TreeResolver([.run], scope: scope).resolve(request)
        #expect(resolved.url == "http://h/7")
        #expect(resolved.headers == ["X-Id": "7"])
        #expect(resolved.json?["id"] == .integer(7))
        #expect(resolved.json?["lines"] == .array([.object(["sku": .string("s0")])]))
        let plain = RestRequest(url: "http://h")
        #expect(try TreeResolver([.run], scope: scope).resolve(plain) == plain)
    }

    @Test func assertionsAreResolved() throws {
        let line = try AssertionParser.parse("json $.id == ${{ captures.id }}")
        let resolved = try TreeResolver([.run], scope: scope).resolve(line)
        #expect(resolved.predicate == .equal(.integer(7)))
        #expect(resolved.text == "json $.id == 7")
        let text = try AssertionParser.parse("body contains ${{ captures.id }}")
        #expect(try TreeResolver([.run], scope: scope).resolve(text).predicate == .contains("7"))
    }

    @Test(arguments: [
        ("status == ${{ vars.x }}", "5", Model.Predicate.equal(.integer(5))),
        ("status != ${{ vars.x }}", "5", .notEqual(.integer(5))),
        ("exitCode > ${{ vars.x }}", "5", .greater(.integer(5))),
        ("json $ >= ${{ vars.x }}", "5.5", .greaterOrEqual(.number(5.5))),
        ("json $ < ${{ vars.x }}", "many", .less(.string("many"))),
        ("duration <= ${{ vars.x }}", "5s", .lessOrEqual(.string("5s"))),
        ("json $ == ${{ vars.x }}", "5", .equal(.string("5"))),
        ("body contains ${{ vars.x }}", "5", .contains("5")),
    ])
    func textBecomesANumberWhereOnlyNumbersMakeSense(line: String, value: String, expected: Model.Predicate) throws {
        let resolver = TreeResolver([.sync], scope: Scope([.vars: .object(["x": .string(value)])]))
        #expect(try resolver.resolve(AssertionParser.parse(line)).settled.predicate == expected)
        #expect(try AssertionParser.parse("status == 5").settled == AssertionParser.parse("status == 5"))
    }
}
