import Foundation
import Model
import Testing

@testable import GitSource

/// What `--ref` may say, and which of a remote's refs it then means.
@Suite struct RefParsingTests {
    private let one = GitObjectID(rawValue: String(repeating: "1", count: 40))
    private let two = GitObjectID(rawValue: String(repeating: "2", count: 40))

    @Test("Each form of --ref is told by its text")
    func forms() throws {
        #expect(try GitRemote.Ref(parsing: "main") == .tagOrBranch("main"))
        #expect(try GitRemote.Ref(parsing: "refs/pull/7/head") == .name("refs/pull/7/head"))
        #expect(try GitRemote.Ref(parsing: "semver:>=1 <2") == .semver(">=1 <2"))
        #expect(try GitRemote.Ref(parsing: one.rawValue) == .commit(one.rawValue))
        #expect(try GitRemote.Ref(parsing: "1111111") == .tagOrBranch("1111111"))
        for ref in ["main", "refs/heads/a", "semver:1.x", one.rawValue] {
            #expect(try GitRemote.Ref(parsing: ref).given == ref)
        }
        #expect(GitRemote.Ref.defaultBranch.given == nil)
    }

    @Test(
        "Names that git refuses are refused before any process sees them",
        arguments: [
            "", "-x", "--upload-pack=x", "refs/heads/../../x", "refs/../x", "a..b", "a\u{1B}b", "a\nb", "refs/",
            "semver:foo",
            "refs/heads/\u{0}x", "refs/" + String(repeating: "x", count: 4_096),
        ])
    func refusals(text: String) {
        let error = #expect(throws: GitSourceError.self) { try GitRemote.Ref(parsing: text) }
        guard case .invalidRef(let shown, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!shown.contains("\n") && !shown.contains("\u{1B}") && shown.count <= 200)
    }

    @Test("A ref of each kind names only what is of that kind")
    func kinds() throws {
        for ref in [GitRemote.Ref.commit("abc"), .name("heads/x"), .branch("a b"), .tag("a:b")] {
            #expect(throws: GitSourceError.self) { try ref.check() }
        }
        let refs = [("refs/heads/v", one), ("refs/tags/v", two), ("refs/pull/7/head", one)].map {
            AdvertisedRef(name: $0, id: $1, target: nil)
        }
        func choose(_ ref: GitRemote.Ref) throws -> GitObjectID {
            try RefSelection.choose(ref, from: refs, url: "u").id
        }
        #expect(try choose(.tag("v")) == two)
        #expect(try choose(.branch("v")) == one)
        #expect(try choose(.name("refs/pull/7/head")) == one)
        #expect(
            throws: GitSourceError.refNotFound(url: "u", ref: "tag `w`", nearest: nil, available: ["v"])
        ) { try choose(.tag("w")) }
        #expect(
            throws: GitSourceError.refNotFound(
                url: "u", ref: "ref `refs/pull/8/head`", nearest: "refs/pull/7/head",
                available: ["refs/heads/v", "refs/pull/7/head", "refs/tags/v"])
        ) { try choose(.name("refs/pull/8/head")) }
    }

    @Test("A range takes the highest version, of a hundred thousand tags as well, and never a pre-release unasked")
    func semver() throws {
        var refs = (0..<100_000).map {
            AdvertisedRef(name: "refs/tags/v\($0 / 10_000).\($0 / 100 % 100).\($0 % 100)", id: one, target: nil)
        }
        refs += ["v3.0.0-rc.1", "v9.99.99-rc.1", "release-10", "10", "v10.0"].map {
            AdvertisedRef(name: "refs/tags/\($0)", id: two, target: nil)
        }
        func newest(_ range: String) throws -> String {
            try RefSelection.choose(.semver(range), from: refs, url: "u").shown
        }
        #expect(try newest("*") == "v9.99.99")
        #expect(try newest(">=2.1 <2.2") == "v2.1.99")
        #expect(try newest(">=9.99.99-0 <9.99.99-z") == "v9.99.99-rc.1")
        let error = #expect(throws: GitSourceError.self) { try newest(">=10") }
        guard case .refNotFound(_, let ref, nil, let available) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(ref == "a tag within `>=10`" && available.count == 10)
    }

    @Test("Equal versions always give the same tag")
    func equalVersions() throws {
        let refs = ["1.0.0+a", "v1.0.0", "1.0.0"].map { AdvertisedRef(name: "refs/tags/\($0)", id: one, target: nil) }
        for refs in [refs, refs.reversed()] {
            #expect(try RefSelection.choose(.semver("1"), from: refs, url: "u").shown == "v1.0.0")
        }
    }
}
