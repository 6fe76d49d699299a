import Foundation
import Model
import TestLanguage
import Testing

@testable import TestExecution

struct PredicateCheckTests {
    /// Reads `json $` and the rest of the line as a person would write it.
    private func check(_ line: String, _ subject: Subject) throws -> PredicateCheck.Answer {
        PredicateCheck.check(try AssertionParser.parse("json $ " + line).predicate, subject)
    }

    @Test(arguments: [
        ("== 1", JSONValue.number(1)), ("== 1.0", .integer(1)), ("== 'a'", .string("a")), ("== true", .bool(true)),
        ("== null", .null), ("!= null", .string("a")), ("!= null", .integer(0)), ("!= 2", .integer(1)),
        ("== [1,2]", .array([.integer(1), .number(2)])), ("== {\"a\":1}", .object(["a": .number(1)])),
        ("> 1", .integer(2)), ("> 1.5", .integer(2)), (">= 2", .number(2)), ("< 3", .integer(2)), ("<= 2", .integer(2)),
        ("startsWith ab", .string("abc")), ("endsWith bc", .string("abc")), ("contains b", .string("abc")),
        ("contains b", .array([.string("a"), .string("b")])), ("matches ^a.c$", .string("abc")),
        ("exists", .null), ("isEmpty", .string("")), ("isEmpty", .array([])), ("isEmpty", .object([:])),
        ("> 9007199254740992", .integer(9_007_199_254_740_993)),
    ])
    func holds(_ line: String, _ value: JSONValue) throws {
        #expect(try check(line, .value(value)) == .holds)
    }

    @Test(arguments: [
        ("== 1", JSONValue.integer(2)), ("== null", .string("")), ("== 'a'", .string("A")), ("!= 1.0", .integer(1)),
        ("== [1]", .array([.integer(1), .integer(2)])), ("== {\"a\":1}", .object(["a": .integer(1), "b": .null])),
        ("== {\"a\":1}", .object(["b": .integer(1)])), ("== [null]", .array([.bool(false)])),
        ("> 2", .integer(2)), ("< 2", .number(2.5)), ("startsWith b", .string("abc")), ("endsWith b", .string("abc")),
        ("contains x", .string("abc")), ("contains x", .array([.integer(1)])), ("matches ^b", .string("abc")),
        ("isEmpty", .string(" ")), ("isEmpty", .array([.null])), ("isEmpty", .object(["a": .null])),
    ])
    func fails(_ line: String, _ value: JSONValue) throws {
        #expect(try check(line, .value(value)) == .fails)
    }

    @Test(arguments: [
        ("== 1", JSONValue.string("1"), "a string, where an integer is needed"),
        ("!= 1", .string("1"), "a string, where an integer is needed"),
        ("== true", .string("true"), "a string, where a boolean is needed"),
        ("== 'a'", .bool(true), "a boolean, where a string is needed"),
        ("== [1]", .object([:]), "an object, where an array is needed"),
        ("> 1", .string("2"), "a string, where a number is needed"),
        ("> 1", .null, "null, where a number is needed"),
        ("startsWith a", .integer(1), "an integer, where a string is needed"),
        ("matches a", .number(1.5), "a number, where a string is needed"),
        ("contains a", .object([:]), "an object, where a string or an array is needed"),
        ("isEmpty", .null, "null, where a string, an array or an object is needed"),
    ])
    func otherTypesAreNamedBoth(_ line: String, _ value: JSONValue, _ words: String) throws {
        #expect(try check(line, .value(value)) == .undecided(words))
    }

    /// Breaks when texts are read as Swift's literals: `0x10` would be 16.
    @Test(arguments: ["0x10", "0X1p4", "infinity", "nan", "16 apples"])
    func onlyDecimalTextsAreNumbers(_ text: String) throws {
        #expect(try check("== 16", .text(text)) != .holds)
        #expect(text.asNumber == .string(text))
        #expect("16.0\n".asNumber == .number(16))
    }

    @Test func aNumberIsNotComparedWithAText() {
        #expect(
            PredicateCheck.check(.greater(.string("1")), .value(.integer(2)))
                == .undecided("compared with a string, where a number is needed"))
    }

    @Test(arguments: [
        ("== 5", "5"), ("== 5", " 5\n"), ("> 4.5", "5"), ("== true", "true\n"), ("!= 6", "5"), ("== hello", "hello\n"),
        ("== hello", "hello\r\n"), ("endsWith '\n'", "x\r\n"), ("contains ''", ""), ("!= hello", "hello\n\n"),
    ])
    func textsCompareAsWhatTheySpell(_ line: String, _ text: String) throws {
        #expect(try check(line, .text(text)) == .holds)
    }

    @Test(arguments: [
        ("== 5", "five", "a string, where an integer is needed"), ("> 5", "", "a string, where a number is needed"),
        ("== [1]", "[1]", "a string, where an array is needed"),
    ])
    func textsThatSpellNoNumberAreAnotherType(_ line: String, _ text: String, _ words: String) throws {
        #expect(try check(line, .text(text)) == .undecided(words))
    }

    @Test func textsCompareByteByByte() throws {
        #expect(try check("== 'e\u{301}'", .text("\u{E9}")) == .fails)
        #expect(PredicateCheck.check(.contains("e"), .text("e\u{301}")) == .holds)
        #expect(PredicateCheck.check(.equal(.string("e\u{301}")), .value(.string("\u{E9}"))) == .fails)
    }

    @Test func durationsCompareWithDurations() {
        let subject = Subject.duration(.milliseconds(300))
        #expect(PredicateCheck.check(.less(.string("301ms")), subject) == .holds)
        #expect(PredicateCheck.check(.less(.string("300ms")), subject) == .fails)
        #expect(PredicateCheck.check(.lessOrEqual(.string("300ms")), subject) == .holds)
        #expect(PredicateCheck.check(.greater(.string("1s")), subject) == .fails)
        #expect(PredicateCheck.check(.greaterOrEqual(.string("300ms")), subject) == .holds)
        #expect(PredicateCheck.check(.equal(.string("300ms")), subject) == .holds)
        #expect(PredicateCheck.check(.notEqual(.string("300ms")), subject) == .fails)
        #expect(PredicateCheck.check(.exists, subject) == .holds)
        #expect(PredicateCheck.check(.contains("3"), subject) == .undecided("a duration is no text"))
        #expect(
            PredicateCheck.check(.less(.integer(3)), subject) == .undecided("compared with `3`, which is no duration"))
    }

    @Test func nothingSatisfiesNoPredicate() throws {
        for line in ["== null", "!= 1", "exists", "isEmpty", "contains ''"] {
            #expect(try check(line, .missing(nil)) == .fails)
        }
    }

    // MARK: With `not`, through a whole evaluation

    private func failures(_ lines: [String], stdout: String) throws -> [String] {
        var output = BoundedOutput()
        output.append(Array(stdout.utf8))
        let evidence = Evidence(
            exitCode: 0, stdout: Evidence.Stream(output), stderr: Evidence.Stream(BoundedOutput()),
            duration: .milliseconds(5))
        let settings = TestSettings(name: "t", assert: try lines.map(AssertionParser.parse))
        return Evaluation(of: evidence, claims: Claims(settings), redactor: Redactor()).failures.map {
            "\($0.query) \($0.expected): \($0.actual)"
        }
    }

    @Test func notTurnsAnAnswerButNoMismatch() throws {
        #expect(
            try failures(["stdout not contains x", "stdout not isEmpty", "exitCode not == 1"], stdout: "abc").isEmpty)
        #expect(try failures(["stdout not contains b"], stdout: "abc") == [#"stdout not contains "b": "abc""#])
        #expect(
            try failures(["stdout not > 5"], stdout: "abc")
                == [#"stdout not > 5: "abc" (a string, where a number is needed)"#])
    }

    @Test func ofNothingOnlyNotExistsHolds() throws {
        #expect(try failures(["header A not exists", "status not exists"], stdout: "").isEmpty)
        #expect(
            try failures(["status not == 200", "status != 200", "header A not contains x"], stdout: "") == [
                "status not == 200: no value (a command has no status)",
                "status != 200: no value (a command has no status)",
                #"header A not contains "x": no value (a command has no headers)"#,
            ])
    }
}
