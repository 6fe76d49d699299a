import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

/// What becomes of file caches when the controller starts again and when policies come, change and go.
@Suite struct CacheHubFilesTests {
    private let fixture: HubFixture

    init() throws { fixture = try HubFixture() }

    private func file(_ name: String = "results", _ path: String? = nil, tier: Int = 0) -> CachePolicyDefinition {
        Samples.policy(name, type: .file, tier: tier, path: path)
    }

    /// The hub of a controller that starts again on the same state folder.
    private func restarted() throws -> HubFixture { try HubFixture(fixture.folder) }

    @Test func aRestartReusesWhatWasKeptInFiles() async throws {
        await fixture.hub.setPolicies([file(), Samples.policy("memory", tier: -1)])
        await fixture.keep(1)
        let again = try restarted()
        await again.hub.setPolicies([file(), Samples.policy("memory", tier: -1)])
        #expect(await again.run(of: 1) == "r-1")
        #expect(await again.statistics("results")?.hits == 1)
        #expect(await again.statistics("memory")?.entries == 1)
    }

    @Test func theFolderIsNamedAfterThePolicyOrItsPath() async throws {
        await fixture.hub.setPolicies([file(), file("other", "team/own")])
        await fixture.keep(1)
        #expect(fixture.names("") == [".owners", "default.results", "team"])
        #expect(fixture.names("default.results").count == 1)
        #expect(fixture.names("team/own").count == 1)
        #expect(fixture.names(".owners") == ["default.other", "default.results"])
    }

    @Test func aChangedPolicyKeepsItsFilesWhereTypeAndPathStay() async throws {
        await fixture.hub.setPolicies([file()])
        await fixture.keep(1)
        await fixture.hub.setPolicies([file(tier: 4)])
        #expect(await fixture.run(of: 1) == "r-1")
        // Written out, the default is the same folder.
        await fixture.hub.setPolicies([file("results", "default.results")])
        #expect(await fixture.run(of: 1) == "r-1")
    }

    @Test func aPolicyThatLeftKeepsItsFilesUntilItIsForgotten() async throws {
        await fixture.hub.setPolicies([file("results", "own")])
        await fixture.keep(1)
        await fixture.hub.setPolicies([])
        #expect(fixture.exists("own"))
        await fixture.hub.setPolicies([file("results", "own")])
        #expect(await fixture.run(of: 1) == "r-1")
        await fixture.hub.setPolicies([])
        await fixture.hub.forget(file().identity)
        #expect(!fixture.exists("own"))
        #expect(fixture.names(".owners") == [])
    }

    @Test func forgetAfterARestartKnowsTheFolder() async throws {
        await fixture.hub.setPolicies([file("results", "team/own"), file("other")])
        await fixture.keep(1)
        let again = try restarted()
        await again.hub.forget(file().identity)
        await again.hub.forget(file("other").identity)
        await again.hub.forget(file("never").identity)
        #expect(fixture.names("") == [".owners"])
        #expect(again.events.all.isEmpty)
    }

    @Test func forgetFindsTheDefaultFolderWithoutItsRecord() async throws {
        await fixture.hub.setPolicies([file()])
        await fixture.keep(1)
        await fixture.hub.setPolicies([])
        try FileManager.default.removeItem(atPath: fixture.folder.path("cache/.owners"))
        await fixture.hub.forget(file().identity)
        #expect(!fixture.exists("default.results"))
    }

    @Test func forgetWhileStillInForceEndsItAtOnce() async throws {
        await fixture.hub.setPolicies([file(), Samples.policy("memory")])
        await fixture.keep(1)
        await fixture.hub.forget(file().identity)
        #expect(!fixture.exists("default.results"))
        // A pass that has not seen it go yet.
        await fixture.hub.setPolicies([file(), Samples.policy("memory")])
        await fixture.keep(2)
        #expect(!fixture.exists("default.results"))
        await fixture.hub.setPolicies([file()])
        await fixture.keep(3)
        #expect(fixture.exists("default.results"))
        await fixture.hub.setPolicies([])
        #expect(!fixture.exists("default.results"))
        #expect(fixture.names(".owners") == [])
        // Declared anew, it is as any other.
        await fixture.hub.setPolicies([file()])
        await fixture.keep(4)
        await fixture.hub.setPolicies([])
        #expect(fixture.exists("default.results"))
    }

    @Test func anotherPathLeavesNothingBehindEvenOverARestart() async throws {
        await fixture.hub.setPolicies([file("results", "one")])
        await fixture.keep(1)
        await fixture.hub.setPolicies([file("results", "two")])
        #expect(fixture.names("") == [".owners", "two"])
        #expect(await fixture.run(of: 1) == nil)
        await fixture.keep(1)
        let again = try restarted()
        await again.hub.setPolicies([file("results", "three")])
        #expect(again.names("") == [".owners", "three"])
        await again.hub.setPolicies([Samples.policy()])
        #expect(again.names("") == [".owners"])
        #expect(again.events.all.isEmpty)
    }

    @Test func aFolderThatAnotherPolicyTookIsLeftToIt() async throws {
        await fixture.hub.setPolicies([file("a", "one")])
        await fixture.keep(1)
        await fixture.hub.setPolicies([file("a", "two"), file("b", "one")])
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.statistics("b")?.hits == 1)
        await fixture.hub.setPolicies([file("b", "one/inner")])
        await fixture.hub.forget(file("a").identity)
        #expect(!fixture.exists("two"))
        #expect(fixture.exists("one/inner"))
    }

    @Test func aResultNeverCrossesNamespacesThroughAFolder() async throws {
        await fixture.hub.setPolicies([file("a", "shared")])
        await fixture.keep(1)
        await fixture.hub.setPolicies([Samples.policy("b", namespace: "other", type: .file, path: "shared")])
        #expect(await fixture.hub.statistics()[Samples.policy("b", namespace: "other").identity]?.entries == 1)
        #expect(await fixture.run(of: 1, namespace: "other") == nil)
    }

    @Test func theLaterOfTwoInOneFolderIsReportedOnceAndServesNot() async throws {
        let policies = [file("a", "same"), file("b", "same")]
        await fixture.hub.setPolicies(policies)
        await fixture.hub.setPolicies(policies)
        await fixture.hub.setPolicies(policies + [Samples.policy("c")])
        let error = CacheError.pathTaken("same", by: file("a").identity)
        #expect(await fixture.hub.faults() == [file("b").identity: error])
        #expect(fixture.events.all.map(\.message) == ["\(error)"])
        let event = try #require(fixture.events.all.first)
        #expect(event.object == file("b").identity)
        #expect(event.severity == .warning)
        #expect(await Set(fixture.hub.statistics().keys) == [file("a").identity, file("c").identity])
        // With the first gone, the second serves.
        await fixture.hub.setPolicies([file("b", "same")])
        #expect(await fixture.hub.faults().isEmpty)
        #expect(await fixture.statistics("b") != nil)
    }

    @Test func aPathThatLeavesTheFolderIsReportedAndNothingIsWritten() async throws {
        await fixture.hub.setPolicies([file("results", "../outside")])
        await fixture.keep(1)
        #expect(await fixture.hub.faults() == [file().identity: .pathRefused("../outside")])
        #expect(!FileManager.default.fileExists(atPath: fixture.folder.path("outside")))
    }

    @Test func anUnusableFolderIsAMissAndReportedOnce() async throws {
        try fixture.folder.write("in the way", to: "cache/default.results")
        let policies = [Samples.policy("memory"), file(tier: 1)]
        await fixture.hub.setPolicies(policies)
        for key in 0..<5 { await fixture.keep(key) }
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.run(of: 9) == nil)
        await fixture.hub.setPolicies(policies.reversed())
        #expect(fixture.events.all.count == 1)
        let message = try #require(fixture.events.all.first?.message)
        #expect(message.contains(fixture.folder.path("cache/default.results")))
        #expect(message.contains("Not a directory"))
        #expect(await fixture.hub.faults().keys.map(\.name) == ["results"])
        // Out of the way, it serves again without anybody's doing.
        try FileManager.default.removeItem(atPath: fixture.folder.path("cache/default.results"))
        await fixture.keep(7)
        #expect(await fixture.hub.faults().isEmpty)
        #expect(await fixture.statistics("results")?.entries == 1)
    }

    @Test func aStateFolderThatCannotHoldCachesIsAMiss() async throws {
        try fixture.folder.write("in the way", to: "cache")
        await fixture.hub.setPolicies([file()])
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == nil)
        await fixture.hub.forget(file().identity)
        #expect(fixture.events.all.count == 1)
    }

    @Test func aFileThatIsNoResultIsRemoved() async throws {
        await fixture.hub.setPolicies([file()])
        let store = FileCache(
            root: fixture.folder.url.appending(path: "cache"), path: try CachePath("default.results"),
            limits: .blocks(100))
        let key = EntryKey.make(Samples.key(1), namespace: "default", environment: "dev")
        try await store.set(Data("{}".utf8), for: key, expires: Samples.later(60), now: Samples.start)
        let again = try restarted()
        await again.hub.setPolicies([file()])
        #expect(await again.statistics("results")?.entries == 1)
        #expect(await again.run(of: 1) == nil)
        #expect(await again.statistics("results") == CacheStatistics(misses: 1))
    }

    @Test func hostileRecordsNameNothingOutside() async throws {
        try fixture.folder.write("keep", to: "outside/ab/file")
        for record in ["../outside", "/etc", "", String(repeating: "x", count: 5_000), "a\nb"] {
            try fixture.folder.write(record, to: "cache/.owners/default.results")
            await fixture.hub.forget(file().identity)
        }
        try FileManager.default.createDirectory(
            atPath: fixture.folder.path("cache/.owners"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: fixture.folder.path("cache/link"), withDestinationPath: fixture.folder.path("outside"))
        try fixture.folder.write("link", to: "cache/.owners/default.results")
        await fixture.hub.forget(file().identity)
        #expect(FileManager.default.fileExists(atPath: fixture.folder.path("outside/ab/file")))
    }

    @Test func everyErrorSaysWhatToDo() {
        let owner = file("a").identity
        #expect(
            "\(CacheError.pathTaken("same", by: owner))"
                == "`path: same` overlaps with the folder of CachePolicy/a: give each file cache a folder of its own")
        #expect("\(CacheError.pathRefused("/x"))".contains("write one such as `results`"))
        #expect(
            "\(CacheError.folderUnusable(path: "/c", reason: "r"))".hasPrefix("the cache folder /c can't be used (r)"))
        #expect("\(CacheError.writeFailed(path: "/c", reason: "r"))".contains("check free space and permissions"))
        #expect("\(CacheError.keyRefused(Digest(rawValue: "k")))".hasPrefix("`k` can't name"))
    }
}
