import Model
import Testing

@testable import GitSource

@Suite struct RefSelectionTests {
    private let one = GitObjectID(rawValue: String(repeating: "1", count: 40))
    private let two = GitObjectID(rawValue: String(repeating: "2", count: 40))

    private func choose(_ ref: GitRemote.Ref, _ refs: [AdvertisedRef]) throws -> RefSelection {
        try RefSelection.choose(ref, from: refs, url: "u")
    }

    private func ref(_ name: String, _ id: GitObjectID, _ target: String? = nil) -> AdvertisedRef {
        AdvertisedRef(name: name, id: id, target: target)
    }

    @Test func takesTheBranchThatHeadNames() throws {
        let refs = [ref("HEAD", one, "refs/heads/trunk"), ref("refs/heads/a", one), ref("refs/heads/trunk", one)]
        #expect(
            try choose(.defaultBranch, refs) == RefSelection(name: "refs/heads/trunk", id: one, shown: "trunk"))
    }

    @Test func guessesTheNameWhereTheServerDoesNotSay() throws {
        let refs = [ref("HEAD", one), ref("refs/heads/a", one), ref("refs/heads/master", one), ref("refs/tags/t", one)]
        #expect(try choose(.defaultBranch, refs) == RefSelection(name: "HEAD", id: one, shown: "master"))
        #expect(try choose(.defaultBranch, [refs[0], refs[1]]).shown == "a")
        #expect(try choose(.defaultBranch, [refs[0], ref("refs/heads/a", two)]).shown == "HEAD")
        #expect(try choose(.defaultBranch, [ref("HEAD", one, "refs/heads/gone")]).shown == "HEAD")
    }

    @Test func takesATagBeforeABranch() throws {
        let refs = [ref("refs/heads/v", one), ref("refs/tags/v", two)]
        #expect(try choose(.tagOrBranch("v"), refs).id == two)
        #expect(try choose(.branch("v"), refs).id == one)
        #expect(try choose(.name("refs/heads/v"), refs).id == one)
    }

    @Test func hundredsOfThousandsOfRefsAreNoTrouble() throws {
        let refs = (0..<100_000).map { ref("refs/heads/branch-\($0)", one) }
        let error = #expect(throws: GitSourceError.self) { try choose(.branch("branch-1000000"), refs) }
        guard case .refNotFound(_, _, let nearest, let available) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(available.count == 10)
        #expect(nearest?.hasPrefix("branch-") == true)
        #expect(throws: GitSourceError.emptyRepository(url: "u")) { try choose(.defaultBranch, []) }
    }
}
