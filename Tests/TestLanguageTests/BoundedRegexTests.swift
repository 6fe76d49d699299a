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
}
