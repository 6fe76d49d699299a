import Model
import Testing

@testable import TestLanguage

/// One line of a manifest is nested 100,000 levels deep: no parser may recurse as deep as the text goes.
///
/// Each breaks, by ending the whole process, when the bound of its parser goes.
struct NestingTests {
    private static func nested(_ open: String, _ inside: String, _ close: String, levels: Int = 100_000) -> String {
        String(repeating: open, count: levels) + inside + String(repeating: close, count: levels)
    }

    @Test func selectorsAreBounded() {
        let long = #expect(throws: LanguageError.self) {
            try AssertionParser.parse("html \"p\(Self.nested(":not(", ".a", ")"))\" exists")
        }
        #expect(long?.message == "a CSS selector has at most 16Ki")
        #expect(throws: LanguageError.self) { try CSSSelector.xpath(Self.nested(":not(", ".a", ")")) }
        // Short enough, so that only the rule of negations holds it.
        let nested = #expect(throws: LanguageError.self) {
            try AssertionParser.parse("html \"p\(Self.nested(":not(", ".a", ")", levels: 2_000))\" exists")
        }
        #expect(nested?.message.hasSuffix("is no CSS selector: `:not` can't stand in `:not`") == true)
    }

    @Test(arguments: [("(", "1", ")"), ("a[", "1", "]"), ("-", "1", ""), ("not(", "1", ")"), ("a/", "b", "")])
    func xpathsAreBounded(_ open: String, _ inside: String, _ close: String) {
        let error = #expect(throws: LanguageError.self) {
            try AssertionParser.parse("xml \"\(Self.nested(open, inside, close))\" exists")
        }
        #expect(error?.message == "an XPath has at most 16Ki and no NUL")
        // What libxml2 itself does with the deepest that is short enough; it may take it or not.
        let levels = XPathSyntax.limit / (open + close).utf8.count - 1
        _ = try? AssertionParser.parse("xml \"\(Self.nested(open, inside, close, levels: levels))\" exists")
    }

    @Test(arguments: [
        ("$[?", "(", ")", "]"), ("$[?", "!(", ")", "]"), ("$[?", "length(", ")", " == 1]"), ("$", "[?@", "]", ""),
    ])
    func jsonPathsAreBounded(_ head: String, _ open: String, _ close: String, _ tail: String) {
        #expect(throws: LanguageError.self) {
            try JSONPathParser.parse(head + Self.nested(open, "@.a", close) + tail)
        }
    }

    @Test(arguments: [("[", "", "]"), ("{\"a\":", "1", "}")])
    func valuesOfAssertionsAreBounded(_ open: String, _ inside: String, _ close: String) {
        let text = Self.nested(open, inside, close)
        #expect(throws: LanguageError.self) { try AssertionParser.parse("json $ == \(text)") }
        guard open == "{\"a\":" else { return }
        #expect(throws: LanguageError.self) { try AssertionParser.parse("json $ matchesSchema \(text)") }
    }

    @Test func schemasAreBounded() throws {
        var schema = JSONValue.object(["type": .string("null")])
        for _ in 0..<JSONParser.maxDepth { schema = .object(["not": schema]) }
        // As deep as a manifest or a file can hold one; it may be taken or not.
        _ = try? JSONSchema(schema).violations(of: .null)
    }

    @Test func conditionsAndReferencesAreNotNested() throws {
        #expect(try ConditionParser.parse(Self.nested("(", "a", ")")).right == "true")
        #expect(try ConditionParser.parse("x == " + Self.nested("(", "a", ")")).comparison == .equal)
        #expect(throws: LanguageError.self) { try Template(Self.nested("${{ ", "vars.a", " }}")) }
        #expect(try Template("${{ vars.a\(Self.nested("[0]", "", "")) }}").references.first?.steps.count == 100_001)
    }

    @Test func patternsAreBounded() throws {
        let text = Self.nested("(?:a", "b", ")")
        // ICU may take it or not.
        _ = try? AssertionParser.parse("body matches /\(text)/")
        _ = BoundedRegex.search(text, in: "aaab")
        #expect(try GlobPattern(Self.nested("a/", "b", ""), below: .workingDirectory).matches("a/b") == false)
    }
}
