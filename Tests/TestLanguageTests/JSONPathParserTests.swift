import Model
import Testing

@testable import TestLanguage

struct JSONPathParserTests {
    @Test(arguments: [
        ("$", "$"), ("$.a.b", "$.a.b"), ("$['a']", "$.a"), ("$[\"a b\"]", "$['a b']"), ("$ [ 0 ] .x", "$[0].x"),
        ("$[-1]", "$[-1]"), ("$['it\\'s']", "$['it\\'s']"), ("$[\"\\u00e9\"]", "$.é"),
        ("$['\\uD83D\\ude00']", "$.😀"), ("$['\\b\\f\\n\\r\\t\\/\\\\']", "$['\\b\\f\\n\\r\\t/\\\\']"),
        ("$['\\u0001']", "$['\\u0001']"), ("$['']", "$['']"),
        ("$..*", "$..*"), ("$[*]", "$.*"), ("$[1:5:2, 'a']", "$[1:5:2, 'a']"), ("$..['a']", "$..a"),
        ("$[?(@.a) && !(@.b || @.c)]", "$[?@.a && !(@.b || @.c)]"), ("$[?match(@.a, 'x')]", "$[?match(@.a, 'x')]"),
        ("$[?count(@.*) > 1]", "$[?count(@.*) > 1]"),
    ])
    func normalises(text: String, normal: String) throws {
        let path = try JSONPathParser.parse(text)
        #expect(path.description == normal)
        #expect(try JSONPathParser.parse(normal) == path)
    }

    @Test(arguments: [
        ("", "begins with `$`", 0), ("a", "begins with `$`", 0), ("$.", "ends too early", 2), ("$[", "too early", 2),
        ("$[]", "`]` can't stand here", 2), ("$.a-b", "`-` can't stand here", 3), ("$[01]", "is no index", 2),
        ("$[-0]", "is no index", 2), ("$[9007199254740992]", "is no index", 2), ("$..", "ends too early", 3),
        ("$[0,]", "`]` can't stand here", 4), ("$[?@.a ==]", "`]` can't stand here", 9),
        ("$[?5]", "a literal alone", 3),
        ("$[?lenght(@.a) == 1]", "did you mean `length`?", 3), ("$[?@.* == 1]", "only what selects one value", 3),
        ("$[?count(1) == 1]", "takes a path", 9), ("$[?length(@.a)]", "is a value: compare it", 3),
        ("$['a", "no closing `'`", 2), ("$['\\x']", "`\\x` is no escape", 3),
        ("$['\\", "is no escape", 3), ("$['\\u12']", "is no escape", 3), ("$['\\ud800']", "is no escape", 3),
        ("$['\\ud800\\u0041']", "is no escape", 3), ("$['a\u{1}']", "control character", 4), (" $", "begins with", 0),
        ("$ ", "` ` can't stand here", 1), ("$.1", "`1` can't stand here", 2),
    ])
    func refuses(text: String, message: String, offset: Int) throws {
        let error = try #require(throws: LanguageError.self) { try JSONPathParser.parse(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.span.offset == offset)
    }
}
