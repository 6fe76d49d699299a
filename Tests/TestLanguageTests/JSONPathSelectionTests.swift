import Model
import Testing

@testable import TestLanguage

struct JSONPathSelectionTests {
    private static func nodes(_ path: String, _ items: [String]) throws -> [JSONValue] {
        try JSONPathSelection.nodes(
            of: JSONPathParser.parse(path), in: .array(items.map { .object(["s": .string($0)]) }))
    }

    /// Breaks when an item whose search found no end counts as one that does not match.
    @Test func aSearchWithoutAnEndSelectsNothingAndSaysSo() {
        let slow = String(repeating: "a", count: 60) + "b"
        let error = #expect(throws: JSONPathSelection.LimitExceeded.self) {
            try Self.nodes("$[?match(@.s, '(a|a)+')]", ["aaa", slow, slow])
        }
        guard case .search? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let long = String(repeating: "a", count: BoundedRegex.inputLimit + 1)
        #expect(throws: JSONPathSelection.LimitExceeded.self) { try Self.nodes("$[?search(@.s, 'b')]", [long]) }
    }

    /// Breaks when what is no pattern is an error (RFC 9535 §2.4.6).
    @Test func whatIsNoPatternMatchesNothing() throws {
        #expect(try Self.nodes("$[?search(@.s, '(')]", ["("]).isEmpty)
        #expect(try Self.nodes("$[?search(@.s, 'b.')]", ["abc", "b"]).count == 1)
    }
}
