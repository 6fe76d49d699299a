import Foundation
import Model
import Testing

@testable import Caching

@Suite struct CachePathTests {
    @Test(arguments: ["results", "a/b/c", "team.results", "with space", "übung"])
    func aFolderNameBelowIsTaken(text: String) throws {
        #expect(try CachePath(text).description == text)
    }

    @Test(arguments: [
        "", "/", "/etc", "..", "../x", "a/../b", "a/..", ".", "./a", "a//b", "a/", ".owners", "a/.b", "a\nb", "a\u{0}b",
        String(repeating: "x", count: 101), "a/b/c/d/e/f/g/h/i",
    ])
    func whatCouldLeaveTheFolderIsRefused(text: String) {
        #expect(throws: CacheError.pathRefused(text)) { try CachePath(text) }
    }

    @Test func withoutOneItIsNamespaceAndName() throws {
        #expect(try CachePath(of: Samples.policy("fast", namespace: "team")).description == "team.fast")
        #expect(try CachePath(of: Samples.policy(path: "own")).description == "own")
        #expect(throws: CacheError.pathRefused("../x")) { try CachePath(of: Samples.policy(path: "../x")) }
    }

    @Test func overlapsWithItselfAndWithWhatIsInIt() throws {
        let path = try CachePath("a/b")
        for other in ["a/b", "a", "a/b/c"] { #expect(path.overlaps(try CachePath(other))) }
        for other in ["a/c", "a/bb", "b", "ab"] { #expect(!path.overlaps(try CachePath(other))) }
    }
}
