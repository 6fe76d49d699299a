import Foundation
import Model
import Testing

@testable import Caching

@Suite struct PolicySelectionTests {
    @Test func lowerTiersComeFirstThenNames() {
        let selection = PolicySelection([
            Samples.policy("b", tier: 1), Samples.policy("c", tier: 0), Samples.policy("a", tier: 1),
            Samples.policy("d", tier: -1),
        ])
        #expect(selection.usable.map(\.identity.name) == ["d", "c", "a", "b"])
        #expect(selection.refused.isEmpty)
    }

    @Test func otherScopesAndRedisCountAsAbsent() {
        let selection = PolicySelection([
            Samples.policy("a", scope: .artifacts), Samples.policy("b", scope: .downloads),
            Samples.policy("c", type: .redis),
        ])
        #expect(selection.usable.isEmpty)
        #expect(selection.refused.isEmpty)
    }

    @Test func theLaterByNameOfTwoInOneFolderIsRefusedWhateverItsTier() throws {
        let selection = PolicySelection([
            Samples.policy("b", type: .file, tier: 0, path: "same"),
            Samples.policy("a", type: .file, tier: 5, path: "same"),
            Samples.policy("c", type: .file, path: "same/inner"),
            Samples.policy("d", type: .file, path: "other"),
        ])
        #expect(selection.usable.map(\.identity.name) == ["d", "a"])
        let owner = Samples.policy("a").identity
        #expect(
            selection.refused == [
                Samples.policy("b").identity: .pathTaken("same", by: owner),
                Samples.policy("c").identity: .pathTaken("same/inner", by: owner),
            ])
    }

    @Test func aPathThatLeavesTheFolderIsRefused() {
        let policy = Samples.policy(type: .file, path: "../x")
        #expect(PolicySelection([policy]).refused == [policy.identity: .pathRefused("../x")])
    }

    @Test func servesItsNamespaceAndItsEnvironments() throws {
        let all = try #require(PolicySelection([Samples.policy(namespace: "team")]).usable.first)
        #expect(all.serves(namespace: "team", environment: "any"))
        #expect(!all.serves(namespace: "other", environment: "any"))
        let some = try #require(PolicySelection([Samples.policy(environments: ["dev", "ci"])]).usable.first)
        #expect(some.serves(namespace: "default", environment: "ci"))
        #expect(!some.serves(namespace: "default", environment: "prod"))
    }
}
