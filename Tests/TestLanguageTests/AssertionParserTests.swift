import Model
import Testing

@testable import TestLanguage

struct AssertionParserTests {
    @Test(
        arguments: [
            ("status == 201", .status, false, .equal(.integer(201))),
            ("status eq 201", .status, false, .equal(.integer(201))),
            ("status==201", .status, false, .equal(.integer(201))),
            ("status != 500", .status, false, .notEqual(.integer(500))),
            ("exitCode not == 0", .exitCode, true, .equal(.integer(0))),
            ("duration < 300ms", .duration, false, .less(.string("300ms"))),
            ("duration lt 2000ms", .duration, false, .less(.string("2s"))),
            ("body contains hello world ", .body, false, .contains("hello world")),
            ("body contains \"say \\\"hi\\\"\\u0021\"", .body, false, .contains("say \"hi\"!")),
            ("body startsWith 'it''s \\d'", .body, false, .startsWith("it's \\d")),
            ("body endsWith 5", .body, false, .endsWith("5")),
            ("body matches ^[a-z]+\\d$", .body, false, .matches("^[a-z]+\\d$")),
            ("body isEmpty", .body, false, .isEmpty),
            ("stdout not isEmpty", .stdout, true, .isEmpty),
            ("stderr == ok", .stderr, false, .equal(.string("ok"))),
            ("header X-Token exists", .header("X-Token"), false, .exists),
            ("header \"X Odd\" not exists", .header("X Odd"), true, .exists),
            ("header Age>=5", .header("Age"), false, .greaterOrEqual(.integer(5))),
            ("header ${{ vars.name }} exists", .header("${{ vars.name }}"), false, .exists),
            ("json $ == null", .json(JSONPath(segments: [])), false, .equal(.null)),
            ("json $.a == true", .json(JSONPath(segments: [.name("a")])), false, .equal(.bool(true))),
            ("json $.a[0] > 1.5", .json(JSONPath(segments: [.name("a"), .index(0)])), false, .greater(.number(1.5))),
            ("json $['a b'] gt -1", .json(JSONPath(segments: [.name("a b")])), false, .greater(.integer(-1))),
            ("json \"$.a\" <= 3", .json(JSONPath(segments: [.name("a")])), false, .lessOrEqual(.integer(3))),
            ("jsonpath '$.a' exists", .json(JSONPath(segments: [.name("a")])), false, .exists),
            (
                "json $.a == [1, 2]", .json(JSONPath(segments: [.name("a")])), false,
                .equal(.array([.integer(1), .integer(2)]))
            ),
            ("json $.a == \"5\"", .json(JSONPath(segments: [.name("a")])), false, .equal(.string("5"))),
            ("json $.a == 05", .json(JSONPath(segments: [.name("a")])), false, .equal(.string("05"))),
            ("json $.a == confirmed", .json(JSONPath(segments: [.name("a")])), false, .equal(.string("confirmed"))),
            ("json $.a == nothing", .json(JSONPath(segments: [.name("a")])), false, .equal(.string("nothing"))),
            (
                "json $.id == ${{ captures.id }}", .json(JSONPath(segments: [.name("id")])), false,
                .equal(.string("${{ captures.id }}"))
            ),
            ("status == ${{ captures.code }}", .status, false, .equal(.string("${{ captures.code }}"))),
            ("duration < ${{ vars.limit }}", .duration, false, .less(.string("${{ vars.limit }}"))),
            ("body matches ${{ vars.pattern }}(", .body, false, .matches("${{ vars.pattern }}(")),
        ] as [(String, Query, Bool, Model.Predicate)])
    func reads(text: String, query: Query, negated: Bool, predicate: Model.Predicate) throws {
        let assertion = try AssertionParser.parse(text)
        #expect(assertion.query == query)
        #expect(assertion.negated == negated)
        #expect(assertion.predicate == predicate)
        #expect(assertion.text == text)
        let again = try AssertionParser.parse(assertion.description)
        #expect(again.query == query)
        #expect(again.negated == negated)
        #expect(again.predicate == predicate, "\(assertion.description)")
        #expect(again.description == assertion.description)
    }

    @Test(
        arguments: [
            ("", "a query is missing: write one of status", 0, 1),
            ("== 5", "unknown query `==`: known are status", 0, 2),
            ("statu == 200", "unknown query `statu`: did you mean `status`?", 0, 5),
            ("latency < 5", "unknown query `latency`: known are", 0, 7),
            ("status = 200", "unknown predicate `=`: did you mean `==`?", 7, 1),
            ("status => 200", "unknown predicate `=>`", 7, 2),
            ("body startWith x", "unknown predicate `startWith`: did you mean `startsWith`?", 5, 9),
            ("body resembles x", "unknown predicate `resembles`: known are ==", 5, 9),
            ("status", "a predicate is missing: write one of ==", 6, 1),
            ("status not", "a predicate is missing", 10, 1),
            ("status not not == 5", "unknown predicate `not`", 11, 3),
            ("status ==", "`==` needs a value", 7, 2),
            ("status == abc", "`status` is an integer, and `abc` is none", 10, 3),
            ("status == 2xx", "families of statuses go into `expect: {status: 2xx}`", 10, 3),
            ("status == 200.5", "`status` is an integer, and `200.5` is none", 10, 5),
            ("status contains 2", "`status` is no text", 7, 8),
            ("exitCode isEmpty", "`exitCode` is no text", 9, 7),
            ("duration < 300", "`300` needs a unit, for example `300ms`", 11, 3),
            ("duration < soon", "`soon` is no duration", 11, 4),
            ("header", "`header` needs a name", 0, 6),
            ("header exists", "a predicate is missing", 13, 1),
            ("header X exists 5", "`exists` takes no value, but `5` follows it", 16, 1),
            ("body > many", "`>` compares numbers, and `many` is none", 7, 4),
            ("body contains \"open", "the text has no closing `\"`", 14, 5),
            ("body contains \"a\" b", "`b` follows the closing quote", 18, 1),
            ("body contains \"\\d\"", "`\\d` is no escape of JSON: between single quotes", 15, 2),
            ("body contains \"\\'\"", "`\\'` is no escape of JSON", 15, 2),
            ("body == [1,", "`[1,` is not JSON", 8, 3),
            ("body matches (", "`(` is not a regular expression", 13, 1),
            ("json id == 5", "a JSON path begins with `$`", 5, 1),
            ("json $..id == 5", "only paths that select one value are supported", 7, 1),
            ("json '$.a[*]' == 5", "only paths that select one value are supported", 5, 8),
        ])
    func refuses(text: String, message: String, offset: Int, length: Int) throws {
        let error = try #require(throws: LanguageError.self) { try AssertionParser.parse(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.span == TextSpan(offset: offset, length: length), "\(error) at \(error.span)")
        #expect(error.description == error.message)
    }

    @Test func capturesTakeAQueryAlone() throws {
        #expect(try QueryParser.parse("header X-Token") == .header("X-Token"))
        #expect(try QueryParser.parse(" json $.a ") == .json(JSONPath(segments: [.name("a")])))
        let error = try #require(throws: LanguageError.self) { try QueryParser.parse("json $.a == 5") }
        #expect(error.message.contains("`== 5` is too much"))
        #expect(error.span == TextSpan(offset: 9, length: 4))
    }

    @Test func theSpanCountsScalars() throws {
        let error = try #require(throws: LanguageError.self) { try AssertionParser.parse("json $['🙂é'] ~= 5") }
        #expect(error.span.offset == 13)
    }
}
