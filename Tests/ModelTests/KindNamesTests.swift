import Model
import Testing

struct KindNamesTests {
    @Test("No two kinds share a name, and each is found by any of its own in any case")
    func namesAreUnique() {
        let all = Kind.allCases.flatMap(\.spellings)
        #expect(Set(all).count == all.count)
        for kind in Kind.allCases {
            for name in kind.spellings { #expect(Kind.named(name.uppercased()) == kind) }
        }
        #expect(Kind.named("thing") == nil)
        #expect(Kind.hint(for: "Suit") == "did you mean `suite`?")
        #expect(Kind.hint(for: "xxxxxxxx").hasPrefix("known are Environment"))
    }
}
