import Model
import TestLanguage
import Testing

struct ConditionParserTests {
    @Test(arguments: [
        ("full == full", true), ("full == quick", false), ("full != quick", true), ("\"a b\" == 'a b'", true),
        ("3 > 2", true), ("3 >= 3", true), ("10 < 9", false), ("1.5 <= 1.5", true), ("abc startsWith ab", true),
        ("abc not endsWith bc", false), ("abc contains b", true), ("\"\" isEmpty", true), ("x not isEmpty", true),
        ("true", true), ("false", false), ("x", false), ("a==a", true),
    ])
    func saysWhetherItHolds(text: String, holds: Bool) throws {
        #expect(try ConditionParser.parse(text).holds == holds)
    }

    @Test func whatIsNoNumberHasNoSize() throws {
        #expect(try ConditionParser.parse("a > 1").holds == nil)
    }

    @Test func referencesAreOnePiece() throws {
        let condition = try ConditionParser.parse("${{ params.mode }}-${{ vars.x }} not contains \"${{ vars.y }} z\"")
        #expect(condition.left == "${{ params.mode }}-${{ vars.x }}")
        #expect(condition.right == "${{ vars.y }} z")
        #expect(condition.negated)
        #expect(condition.comparison == .contains)
    }

    @Test(arguments: [
        ("", "a condition is missing"), ("a =", "did you mean `==`?"), ("a is b", "unknown comparison `is`"),
        ("a == ", "`==` needs a value"), ("a == b c", "put a value of several words between quotes"),
        ("a isEmpty b", "takes no value"), ("a startWith b", "did you mean `startsWith`?"), ("\"a", "has no closing"),
    ])
    func saysWhatIsWrong(text: String, message: String) {
        #expect {
            try ConditionParser.parse(text)
        } throws: { error in
            (error as? LanguageError)?.message.contains(message) == true
        }
    }
}
