import Foundation
import Model
import Testing

@testable import Manifests

/// One bad manifest never stops the others: its last good version stays in force.
struct LastGoodTests {
    private let environment = TreeFixture.environment
    private let brokenEnvironment = TreeFixture.environment.replacingOccurrences(of: "type: dev", with: "type: nothing")
    private let suite = TreeFixture.suite(
        "    - { name: t, rest: { service: shop, headers: { X: \"${{ vars.region }}\" } } }")

    @Test func aBrokenManifestKeepsItsLastGoodVersionUntilItIsRepaired() throws {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(1)])
        #expect(first.broken.isEmpty && first.unreadable.isEmpty)
        let broken = TreeFixture.pool(2).replacingOccurrences(of: "replicas: 2", with: "replicas: two")
        let second = history.commit(["a.yaml": environment, "p.yaml": "# Moved down.\n" + broken])
        #expect(second.objects == first.objects)
        #expect(second.brokenTexts == ["CloudResource/pool: p.yaml:5:69 (c1)"])
        #expect(second.broken.first?.problem == second.diagnostics.first)
        #expect(second.unreadable.isEmpty && second.hasErrors)
        // Another bad commit does not make the first bad one good.
        let third = history.commit(["a.yaml": environment, "p.yaml": broken])
        #expect(third.objects == first.objects)
        #expect(third.brokenTexts == ["CloudResource/pool: p.yaml:4:69 (c1)"])
        let repaired = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(3)])
        #expect(repaired.broken.isEmpty && repaired.diagnostics.isEmpty)
        #expect(repaired.object("CloudResource/pool")?.manifest["replicas"] == .integer(3))
        let again = history.commit(["a.yaml": environment, "p.yaml": broken])
        #expect(again.object("CloudResource/pool")?.manifest["replicas"] == .integer(3))
        #expect(again.brokenTexts == ["CloudResource/pool: p.yaml:4:69 (c4)"])
    }

    @Test func theOthersProceedAndWhatWasRemovedGoes() {
        var history = CommitHistory()
        _ = history.commit([
            "a.yaml": environment, "p.yaml": TreeFixture.pool(1), "q.yaml": TreeFixture.pool(name: "gone"),
        ])
        let set = history.commit([
            "a.yaml": environment, "p.yaml": TreeFixture.pool(1).replacingOccurrences(of: "local", with: "locl"),
            "r.yaml": TreeFixture.pool(name: "new"),
        ])
        #expect(set.names == ["Environment/dev", "CloudResource/pool", "CloudResource/new"])
        #expect(set.unreadable.isEmpty)
    }

    @Test func withoutALastGoodVersionItIsOnlyTold() {
        var history = CommitHistory()
        let set = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(-1), "x.yaml": "a: ["])
        #expect(set.names == ["Environment/dev"])
        #expect(set.brokenTexts == ["CloudResource/pool: p.yaml:4:69 (none)"])
        #expect(set.unreadable == ["x.yaml"])
        // It stays without one, though its source has been good since.
        let next = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(-2)])
        #expect(next.brokenTexts == ["CloudResource/pool: p.yaml:4:69 (none)"])
        #expect(next.unreadable.isEmpty)
    }

    @Test func aGoodSuiteResolvesAgainstAKeptEnvironment() throws {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "s.yaml": suite])
        let edited = suite.replacingOccurrences(of: "name: t,", with: "name: changed,")
        let second = history.commit(["a.yaml": brokenEnvironment, "s.yaml": edited])
        #expect(second.object("Environment/dev") == first.object("Environment/dev"))
        #expect(second.broken.map(\.object.description) == ["Environment/dev"])
        let resolved = try #require(second.suites.first)
        #expect(resolved.tests.map(\.name) == ["changed"])
        #expect(resolved.variables == ["region": "eu-west-1"])
        #expect(second.diagnostics.count == 1)
        #expect(history.commit(["a.yaml": brokenEnvironment, "s.yaml": edited]).suites == second.suites)
    }

    @Test func aSuiteThatNeedsTheBrokenVersionIsKeptToo() throws {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "s.yaml": suite])
        let newer = suite.replacingOccurrences(of: "vars.region", with: "vars.zone")
        let second = history.commit([
            "a.yaml": brokenEnvironment.replacingOccurrences(of: "region:", with: "zone:"), "s.yaml": newer,
        ])
        #expect(second.suites == first.suites)
        #expect(second.objects == first.objects)
        #expect(second.brokenTexts == ["Environment/dev: a.yaml:5:9 (c1)", "TestSuite/smoke: s.yaml:7:56 (c1)"])
        #expect(
            second.messages.contains {
                $0.hasPrefix("unknown variable `vars.zone` in Environment/dev (its last good version)")
            })
        let repaired = history.commit([
            "a.yaml": environment.replacingOccurrences(of: "region:", with: "zone:"), "s.yaml": newer,
        ])
        #expect(repaired.broken.isEmpty)
        #expect(repaired.suites.first?.variables == ["zone": "eu-west-1"])
    }

    @Test func aSuiteWhoseEnvironmentIsGoneStaysResolved() {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "s.yaml": suite])
        let second = history.commit(["s.yaml": suite])
        #expect(second.names == ["TestSuite/smoke"])
        #expect(second.suites == first.suites)
        #expect(second.brokenTexts == ["TestSuite/smoke: s.yaml:5:18 (c1)"])
    }

    @Test func aLinkToSomethingKeptIsNoError() {
        var history = CommitHistory()
        _ = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(), "s.yaml": suite])
        let second = history.commit([
            "a.yaml": environment, "p.yaml": "a: [\n",
            "q.yaml": TreeFixture.pool(name: "other", dependsOn: "[CloudResource/pool, TestSuite/smoke]"),
            "s.yaml": suite.replacingOccurrences(of: "service: shop", with: "service: none"),
        ])
        #expect(second.broken.map(\.object.description) == ["CloudResource/pool", "TestSuite/smoke"])
        #expect(second.names.contains("CloudResource/other"))
        let third = history.commit([
            "a.yaml": environment, "p.yaml": "a: [\n",
            "q.yaml": TreeFixture.pool(name: "other", dependsOn: "[CloudResource/pol]"), "s.yaml": suite,
        ])
        #expect(third.messages.contains("there is no CloudResource `pol`: did you mean `pool`?"))
        #expect(third.object("CloudResource/other")?.dependsOn.count == 2)
    }

    @Test func aKeptVersionTakesPartInCycles() {
        var history = CommitHistory()
        let first = history.commit([
            "e.yaml": environment, "a.yaml": TreeFixture.pool(name: "a"),
            "b.yaml": TreeFixture.pool(name: "b", dependsOn: "[CloudResource/a]"),
        ])
        // The commit turns the order round, but one half of it is broken.
        let second = history.commit([
            "e.yaml": environment, "a.yaml": TreeFixture.pool(name: "a", dependsOn: "[CloudResource/b]"),
            "b.yaml": TreeFixture.pool(-1, name: "b"),
        ])
        #expect(second.objects == first.objects)
        #expect(second.broken.map(\.object.description) == ["CloudResource/a", "CloudResource/b"])
        #expect(
            second.messages.contains(
                "these objects wait for each other: CloudResource/a → CloudResource/b → CloudResource/a"))
        #expect(history.commit(["e.yaml": environment, "a.yaml": TreeFixture.pool(name: "a")]).broken.isEmpty)
    }

    /// Each fall brings the next: a pool by its link, the environment by a cycle with its old version, the suite by a
    /// variable that the old environment lacks, and another pool by a cycle with the old suite.
    @Test func whatFallsMayMakeOthersFall() {
        var history = CommitHistory()
        let first = history.commit([
            "e.yaml": environment, "p.yaml": TreeFixture.pool(name: "p"),
            "q.yaml": TreeFixture.pool(name: "q", dependsOn: "[Environment/dev]"),
            "s.yaml": suite.replacingOccurrences(of: "tests:", with: "dependsOn: [CloudResource/p]\n  tests:"),
        ])
        #expect(first.broken.isEmpty)
        let second = history.commit([
            "e.yaml": environment.replacingOccurrences(of: "region:", with: "zone:")
                .replacingOccurrences(of: "type: dev", with: "type: dev\n  dependsOn: [CloudResource/q]"),
            "p.yaml": TreeFixture.pool(name: "p", dependsOn: "[TestSuite/smoke]"),
            "q.yaml": TreeFixture.pool(name: "q").replacingOccurrences(of: "environment: dev", with: "environment: no"),
            "s.yaml": suite.replacingOccurrences(of: "vars.region", with: "vars.zone"),
        ])
        #expect(second.objects == first.objects && second.suites == first.suites)
        #expect(
            second.broken.map(\.object.description) == [
                "Environment/dev", "CloudResource/p", "CloudResource/q", "TestSuite/smoke",
            ])
    }

    @Test func twoManifestsOfOneObjectMakeNoOtherFall() {
        let one = TreeFixture.pool(name: "a", dependsOn: "[CloudResource/b]")
        let two = TreeFixture.pool(name: "a")
        let other = TreeFixture.pool(name: "b", dependsOn: "[CloudResource/a]")
        for (first, second) in [(one, two), (two, one)] {
            var history = CommitHistory()
            let set = history.commit(["e.yaml": environment, "f.yaml": first, "g.yaml": second, "h.yaml": other])
            #expect(set.broken.map(\.object.description) == ["CloudResource/a"])
            #expect(set.names == ["Environment/dev", "CloudResource/b"])
        }
    }

    @Test func anEnvironmentThatFallsByItsLinksCountsInItsOldVersion() throws {
        var history = CommitHistory()
        _ = history.commit(["z.yaml": environment, "s.yaml": suite])
        let fallen = environment.replacingOccurrences(of: "region: eu-west-1", with: "zone: eu-west-1")
            .replacingOccurrences(of: "type: dev", with: "type: dev\n  dependsOn: [CloudResource/none]")
        // Against the new version the suite would be wrong.
        let second = history.commit(["z.yaml": fallen, "s.yaml": suite])
        #expect(second.broken.map(\.object.description) == ["Environment/dev"])
        #expect(second.suites.first?.variables == ["region": "eu-west-1"])
    }

    @Test func twoManifestsOfOneObjectKeepTheLastGoodVersion() {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(1)])
        let second = history.commit([
            "a.yaml": environment, "b.yaml": TreeFixture.pool(5), "p.yaml": TreeFixture.pool(1),
        ])
        #expect(second.objects == first.objects)
        #expect(second.brokenTexts == ["CloudResource/pool: p.yaml:3:19 (c1)"])
        let moved = history.commit(["a.yaml": environment, "b.yaml": TreeFixture.pool(5)])
        #expect(moved.object("CloudResource/pool")?.manifest["replicas"] == .integer(5))
        #expect(moved.broken.isEmpty)
    }

    @Test func theFirstErrorOfAnObjectIsItsProblem() {
        var history = CommitHistory()
        let set = history.commit([
            "b.yaml": TreeFixture.pool(-1), "a.yaml": environment,
            "c.yaml": TreeFixture.pool(-1).replacingOccurrences(of: "process", with: "proces"),
        ])
        #expect(set.diagnostics.count == 4)
        #expect(set.brokenTexts == ["CloudResource/pool: b.yaml:4:69 (none)"])
    }

    @Test func aRenameInABrokenManifestIsARename() {
        var history = CommitHistory()
        _ = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool()])
        let set = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(-1, name: "renamed")])
        #expect(set.names == ["Environment/dev"])
        #expect(set.brokenTexts == ["CloudResource/renamed: p.yaml:4:69 (none)"])
        #expect(set.unreadable.isEmpty)
        let plain = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(1, name: "renamed")])
        #expect(plain.names == ["Environment/dev", "CloudResource/renamed"] && plain.broken.isEmpty)
    }

    @Test func aBrokenManifestMayMoveToAnotherFile() {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool()])
        _ = history.commit(["a.yaml": environment, "p.yaml": TreeFixture.pool(-1)])
        let third = history.commit(["a.yaml": environment, "q.yaml": TreeFixture.pool(-1)])
        #expect(third.objects == first.objects)
        #expect(third.brokenTexts == ["CloudResource/pool: q.yaml:4:69 (c1)"])
        // And there it may get unreadable.
        let fourth = history.commit(["a.yaml": environment, "q.yaml": "a: ["])
        #expect(fourth.objects == first.objects)
        #expect(fourth.brokenTexts == ["CloudResource/pool: q.yaml:2:1 (c1)"])
        let fifth = history.commit(["a.yaml": environment, "q.yaml": "a: b"])
        #expect(fifth.names == ["Environment/dev"] && fifth.broken.isEmpty && fifth.unreadable.isEmpty)
    }
}
