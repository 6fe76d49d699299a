import Testing

@testable import TestLanguage

struct BoundedRegexTests {
    @Test func itFindsAnywhere() {
        #expect(BoundedRegex.search("b+", in: "aabba") == .found)
        #expect(BoundedRegex.search("^b", in: "aabba") == .notFound)
        #expect(BoundedRegex.search("ü$", in: "😀 ü") == .found)
    }

    @Test func aBadPatternDecidesNothing() {
        #expect(BoundedRegex.search("(", in: "x") == .undecided("the pattern is not a regular expression"))
    }

    @Test func onlyTheFirstMebibyteIsSearched() {
        let text = String(repeating: "x", count: BoundedRegex.inputLimit) + "y"
        #expect(BoundedRegex.search("xxx", in: text) == .found)
        #expect(BoundedRegex.search("y", in: text) == .undecided("not in the first 1Mi, and no more is searched"))
    }

    @Test func aPatternThatBacktracksForeverIsStopped() {
        let text = String(repeating: "a", count: 60) + "b"
        let answer = BoundedRegex.search("(a|a)+$", in: text, timeLimit: .milliseconds(100))
        #expect(answer == .undecided("the search took longer than 100ms"))
    }

    /// Breaks when a match that the end of the kept part made is believed, or every match of a long text is doubted.
    @Test func whatFollowsTheFirstMebibyteMayUndoAMatch() throws {
        let long = String(repeating: "a", count: BoundedRegex.inputLimit)
        let reason = "what follows the first 1Mi may change it, and no more is searched"
        #expect(BoundedRegex.search("^[a-z]+$", in: long + "!!! ERROR") == .undecided(reason))
        #expect(BoundedRegex.search("^[a-z]+$", in: long) == .found)
        #expect(BoundedRegex.search("a{5}", in: long + "!!! ERROR") == .found)
        let error = #expect(throws: LanguageError.self) {
            try BoundedRegex.groups(of: "^([a-z]+)", in: long + "a")
        }
        #expect(error?.message == reason)
        #expect(try BoundedRegex.groups(of: "^(a)a", in: long + "a") == ["aa", "a"])
    }

    /// Breaks when the text is cut within a character, whose remains then count as another one.
    @Test func noHalfOfACharacterIsSearched() {
        let text = "a" + String(repeating: "ü", count: BoundedRegex.inputLimit / 2)
        #expect(
            BoundedRegex.search("\u{FFFD}", in: text)
                == .undecided("not in the first 1Mi, and no more is searched"))
    }

    /// Breaks when ICU's refusal to go on counts as no match.
    @Test func aSearchThatNeedsTooMuchMemoryDecidesNothing() {
        let text = String(repeating: "a", count: BoundedRegex.inputLimit)
        #expect(
            BoundedRegex.search("(a|b)*c", in: text) == .undecided("the search needs more memory than it may have"))
    }

    /// Breaks when ICU's silent end counts as no match: the first one matches.
    @Test(arguments: [("\\A(?:(a|a)+c|a+b)", "a", 0), ("\\A(x+x+)+y", "x", 20_000)])
    func aSearchThatIsGivenUpDecidesNothing(_ pattern: String, _ letter: String, _ blanks: Int) {
        let text = String(repeating: letter, count: 40) + "b" + String(repeating: " ", count: blanks)
        guard case .undecided = BoundedRegex.search(pattern, in: text) else {
            Issue.record("it was decided")
            return
        }
    }

    /// Breaks when what looks at every place again and again is taken for a search that is given up.
    @Test func aLongSearchIsDecided() {
        #expect(BoundedRegex.search(".*error.*", in: String(repeating: "no news ", count: 1_000)) == .notFound)
        #expect(BoundedRegex.search("[0-9]{64}", in: String(repeating: "a1", count: 100_000)) == .notFound)
    }

    /// Breaks, by its time limit, when a search goes on that nobody waits for.
    @Test(.timeLimit(.minutes(5))) func aCancelEndsASearch() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            let text = String(repeating: "a", count: 60) + "b"
            return BoundedRegex.search("(a|a)+$", in: text, timeLimit: .seconds(3_600))
        }
        task.cancel()
        #expect(await task.value == .undecided("the search was cancelled"))
    }

    /// Breaks when a search takes nothing from the time that several have together.
    @Test func severalSearchesShareTheirTime() {
        let text = String(repeating: "a", count: 60) + "b"
        var left = Duration.milliseconds(50)
        guard case .undecided = BoundedRegex.search("(a|a)+$", in: text, spending: &left) else {
            Issue.record("it ended")
            return
        }
        #expect(left <= .zero)
    }
}
