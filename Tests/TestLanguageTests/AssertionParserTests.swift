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
            ("json $.-id == 5", "`-` can't stand here in a JSON path", 7, 1),
            ("json '$.a[' == 5", "the JSON path ends too early", 5, 6),
            ("json $.a[?count(@.b) > ] == 5", "`]` can't stand here", 23, 1),
            ("json $.a cout == 5", "unknown filter `cout`: did you mean `count`?", 9, 4),
            ("json $.a equals 5", "unknown predicate `equals`: did you mean `==`?", 9, 6),
            ("status split ,", "`status` is an integer, and `split` takes a text", 7, 5),
            ("json $.a count split ,", "`json $.a count` is an integer, and `split` takes a text", 15, 5),
            ("body includes 5", "`body` is a text, and `includes` asks about a list", 5, 8),
            ("json $.a count contains 5", "`json $.a count` is no text", 15, 8),
            ("json $.a nth x", "`nth` needs an index", 9, 3),
            ("json $.a regex abc == 5", "`regex` needs a pattern", 9, 5),
            ("json $.a regex /(/ == 5", "`(` is not a regular expression", 15, 3),
            ("json $.a toDate %Q == 5", "`%Q` is no specifier of a date", 16, 2),
            ("bytes charsetDecode klingon == a", "`klingon` is no character set", 20, 7),
            ("xml \"//a[\" exists", "`//a[` is no XPath 1.0 expression", 4, 6),
            ("html \"a:hoover\" exists", "unknown pseudo-class `:hoover`", 5, 10),
            ("cookie a[Secur] exists", "a cookie has no attribute `Secur`: did you mean `Secure`?", 7, 8),
            ("cert Isuer == x", "`cert` knows no `Isuer`: did you mean `Issuer`?", 5, 5),
            ("timing warp < 5s", "`timing` knows no `warp`", 7, 4),
            ("line 0 == x", "lines are counted from 1", 0, 4),
            ("file ../x == y", "is no path inside the folder", 5, 4),
            ("line(1 == x", "`line(` has no `)`", 7, 1),
            ("size < soon", "`soon` is no size", 7, 4),
            ("sha256 == xyz", "`xyz` is no text of hexadecimal digits", 10, 3),
            ("bytes startsWith hex,0g;", "`0g` are no pairs", 17, 7),
            ("status in 200", "`in` takes a list", 10, 3),
            ("json $.a between 1", "`between` takes two bounds", 9, 7),
            ("json $.a approx 3", "`approx` takes a tolerance", 9, 6),
            ("json $.a approx 3 ± x%", "`x%` is no percentage", 20, 2),
            ("json $ matchesSchema {\"type\": \"sting\"}", "`sting` is no type: did you mean `string`?", 21, 17),
            ("cert Expire-Date > soon", "`soon` is no date", 19, 4),
            ("body matches /a/ b", "`b` follows the pattern", 17, 1),
            ("body matches /a", "the pattern has no closing `/`", 13, 2),
        ])
    func refuses(text: String, message: String, offset: Int, length: Int) throws {
        let error = try #require(throws: LanguageError.self) { try AssertionParser.parse(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.span == TextSpan(offset: offset, length: length), "\(error) at \(error.span)")
        #expect(error.description == error.message)
    }

    @Test func capturesTakeAQueryAlone() throws {
        #expect(try ExtractionParser.parse("header X-Token") == Extraction(.header("X-Token")))
        #expect(
            try ExtractionParser.parse(" json $.a count ")
                == Extraction(.json(JSONPath(segments: [.name("a")])), filters: [.count]))
        let error = try #require(throws: LanguageError.self) { try ExtractionParser.parse("json $.a == 5") }
        #expect(error.message.contains("`== 5` is too much"))
        #expect(error.span == TextSpan(offset: 9, length: 4))
    }

    @Test func theSpanCountsScalars() throws {
        let error = try #require(throws: LanguageError.self) { try AssertionParser.parse("json $['🙂é'] ~= 5") }
        #expect(error.span.offset == 13)
    }

    @Test(
        "Every sort of query, filter and predicate is read, and its normal form is read back",
        arguments: [
            ("jsonpath \"$.a\" exists", "json $.a exists"), ("xpath \"//a\" count == 2", "xml \"//a\" count == 2"),
            ("certificate \"Issuer\" == x", "cert Issuer == \"x\""), ("css .a exists", "html \".a\" exists"),
            ("line(3) == a", "line 3 == \"a\""), ("json($.a) == 1", "json $.a == 1"),
            ("file(out.txt) isEmpty", "file out.txt isEmpty"), ("timing firstByte < 5s", "firstByte < 5s"),
            ("cookie LSID[httponly] exists", "cookie LSID[HttpOnly] exists"), ("size < 1Ki", "size < 1024"),
            ("sha256 == hex,00FF;", "sha256 == \"00ff\""), ("md5 == 00FF", "md5 == \"00ff\""),
            ("bytes contains base64,AP8=;", "bytes contains hex,00ff;"),
            ("body == file,a.bin;", "body equalsFile a.bin"),
            ("json $.a replace /a+/ b == x", "json $.a replaceRegex /a+/ \"b\" == \"x\""),
            ("json $.a regex /a\\/(.)/ == x", "json $.a regex /a\\/(.)/ == \"x\""),
            ("json $.a split \", \" nth -1 toInt >= 3", "json $.a split \", \" nth -1 toInt >= 3"),
            (
                "json $..a[?@.b == 'x' && (@.c || !@.d)].e count > 1",
                "json $..a[?@.b == 'x' && (@.c || !@.d)].e count > 1"
            ),
            ("status in [200, 204]", "status in [200,204]"),
            ("status in ${{ vars.codes }}", "status in ${{ vars.codes }}"),
            ("duration between 10ms and 2s", "duration between 10ms and 2s"),
            ("json $.a between \"1\" and 5", nil), ("json $.a between 1 and 5", "json $.a between 1 and 5"),
            ("json $.a approx 3.14 +- 0.01", "json $.a approx 3.14 ± 0.01"),
            ("json $.a approx 3.14±5%", "json $.a approx 3.14 ± 5%"),
            ("duration approx 1s ± 10ms", "duration approx 1s ± 10ms"),
            ("json $.a not isUuid", "json $.a not isUuid"), ("json $.a includes 5", "json $.a includes 5"),
            ("json $.a matchesSchema s.json", "json $.a matchesSchema s.json"),
            ("json $.a matchesSchema {\"type\":\"integer\"}", "json $.a matchesSchema {\"type\":\"integer\"}"),
            ("cert Start-Date < 2026-01-31", "cert Start-Date < 2026-01-31"),
            ("json $.a toDate %Y dateFormat %Y == x", "json $.a toDate \"%Y\" dateFormat \"%Y\" == \"x\""),
            ("body matches /a\\/b/", "body matches \"a/b\""), ("body ne x", "body != \"x\""),
            ("variable \"a b\" exists", "variable \"a b\" exists"),
            ("graphql.errors not exists", "graphql.errors not exists"),
            ("tls.version == TLSv1.3", "tls.version == \"TLSv1.3\""),
        ] as [(String, String?)])
    func normalises(text: String, normal: String?) throws {
        guard let normal else {
            #expect(throws: LanguageError.self) { try AssertionParser.parse(text) }
            return
        }
        let assertion = try AssertionParser.parse(text)
        #expect(assertion.description == normal)
        let again = try AssertionParser.parse(normal)
        #expect(again.extraction == assertion.extraction)
        #expect(again.predicate == assertion.predicate)
    }

    @Test("Every example of the declarations is read, keeps its meaning in its normal form, and survives encoding")
    func examplesAreRead() throws {
        let examples =
            QueryWord.allCases.map(\.example) + FilterWord.allCases.map(\.example)
            + PredicateName.allCases.map(\.example)
        for example in examples {
            let assertion = try AssertionParser.parse(example)
            let again = try AssertionParser.parse(assertion.description)
            #expect(again.extraction == assertion.extraction, "\(example)")
            #expect(again.predicate == assertion.predicate, "\(example)")
            let tree = try TreeEncoder.encode(assertion)
            #expect(tree == (try CanonicalEncoding.tree(assertion)), "\(example)")
            #expect(try TreeDecoder.decode(Assertion.self, from: tree) == assertion, "\(example)")
            let capture = Capture(from: assertion.extraction, redact: true)
            #expect(try TreeDecoder.decode(Capture.self, from: TreeEncoder.encode(capture)) == capture, "\(example)")
        }
        for word in QueryWord.allCases {
            #expect(try AssertionParser.parse(word.example).query.word == word)
        }
        for word in FilterWord.allCases {
            #expect(try AssertionParser.parse(word.example).filters.contains { $0.word == word })
        }
    }
}
