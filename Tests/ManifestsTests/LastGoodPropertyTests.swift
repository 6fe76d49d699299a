import Foundation
import Model
import TestSupport
import Testing

@testable import Manifests

/// Random trees of which a random part breaks, commit after commit.
struct LastGoodPropertyTests {
    @Test(arguments: 0..<60)
    func nothingThatMayBeDeclaredLeaves(seed: Int) {
        var world = RandomCommits(seed: seed)
        var history = CommitHistory()
        for _ in 0..<8 {
            let before = history.last
            world.change()
            let set = history.commit(world.files.mapValues(\.text))
            let names = Set(set.objects.map(\.identity))
            let broken = Set(set.broken.map(\.object))
            #expect(names.count == set.objects.count && broken.count == set.broken.count)

            for object in before?.objects ?? [] {
                let mayBeDeclared = world.declares(object.identity) || world.isUnreadable(object, in: before)
                #expect(names.contains(object.identity) == mayBeDeclared, "\(object.identity)")
            }
            for object in set.objects where broken.contains(object.identity) {
                #expect(before?.objects.contains(object) == true, "\(object.identity) is kept as it was")
            }
            for entry in set.broken {
                // A version is good only by a commit that did not break it.
                let older = before?.broken.first { $0.object == entry.object }
                let isKept = names.contains(entry.object)
                let revision = isKept ? older.map(\.lastGood) ?? before?.revision : nil
                #expect(entry.lastGood == revision)
            }
            #expect(set.unreadable == world.files.filter { $0.value.isUnreadable }.keys.sorted())
            for suite in set.suites where broken.contains(suite.key.suite) {
                #expect(before?.suites.contains(suite) == true)
            }
            // Read again, the same commit says the same.
            let again = ManifestLoader().load(world.tree(set.revision), source: "default", lastGood: set)
            #expect(again.set.objects == set.objects && again.set.suites == set.suites)
            #expect(again.set.broken == set.broken && again.set.unreadable == set.unreadable)
        }
    }

    @Test(arguments: 0..<60)
    func theOrderOfFilesMakesNoDifference(seed: Int) {
        var world = RandomCommits(seed: seed)
        world.change()
        let first = ManifestLoader().load(world.tree(TreeFixture.revision), source: "default").set
        world.change()
        let plain = ManifestLoader().load(world.tree(TreeFixture.revision), source: "default", lastGood: first).set
        // Other paths, so another order; and the same files in it.
        let mirrored = ManifestLoader().load(world.mirrored(), source: "default", lastGood: world.mirrored(first)).set
        #expect(Set(mirrored.names) == Set(plain.names))
        #expect(Set(mirrored.objects.map(\.spec)) == Set(plain.objects.map(\.spec)))
        #expect(mirrored.broken.map(\.object) == plain.broken.map(\.object))
        #expect(Set(mirrored.suites) == Set(plain.suites))
    }
}
