import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

@Suite struct FileCacheTests {
    private let folder: CacheFolder

    init() throws { folder = try CacheFolder() }

    @Test func aRestartKeepsWhatIsThere() async throws {
        let first = try folder.open()
        for number in 0..<20 { try await first.set(number) }
        let second = try folder.open()
        try await second.prepare(now: Samples.start)
        #expect(
            await second.statistics(now: Samples.start) == CacheStatistics(entries: 20, bytes: 20 * 4_096))
        for number in 0..<20 { #expect(await second.has(number)) }
    }

    @Test func onlyItsOwnerMayEnterAndRead() async throws {
        try FileManager.default.createDirectory(
            at: folder.url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try await folder.open().set(1)
        #expect(try folder.mode(folder.url) == 0o700)
        #expect(try folder.mode(folder.file(1).deletingLastPathComponent()) == 0o700)
        #expect(try folder.mode(folder.file(1)) == 0o600)
    }

    @Test func anEntryStandsInTheFolderOfItsFirstTwoDigits() async throws {
        try await folder.open().set(0xAB)
        let name = Samples.key(0xAB).rawValue
        #expect(try folder.files() == ["ab/\(name)"])
    }

    @Test func whatExpiredWhileNobodyLookedIsRemovedAtTheStart() async throws {
        let first = try folder.open()
        try await first.set(1, expires: Samples.later(10))
        try await first.set(2, expires: Samples.later(20))
        let second = try folder.open()
        try await second.prepare(now: Samples.later(10))
        #expect(!folder.exists(folder.file(1)))
        #expect(await second.has(2, now: Samples.later(10)))
    }

    @Test func aSmallerSizeAfterARestartDropsTheLeastRecentlyUsed() async throws {
        let first = try folder.open()
        for number in 0..<5 { try await first.set(number) }
        for number in [0, 3] { #expect(await first.has(number)) }
        let second = try folder.open(.blocks(3))
        try await second.prepare(now: Samples.start)
        #expect(await second.statistics(now: Samples.start).entries == 3)
        #expect(try folder.files().count == 3)
        for number in [4, 0, 3] { #expect(folder.exists(folder.file(number))) }
    }

    @Test func aSmallerSizeAfterARestartDropsTheFirstInUnderFifo() async throws {
        let first = try folder.open()
        for number in 0..<5 { try await first.set(number, now: Samples.later(Double(number))) }
        // A use under lru, which fifo does not heed.
        #expect(await first.has(0, now: Samples.later(9)))
        let second = try folder.open(.blocks(3, .fifo))
        try await second.prepare(now: Samples.later(9))
        for number in [2, 3, 4] { #expect(folder.exists(folder.file(number))) }
        #expect(try folder.files().count == 3)
    }

    @Test func theOrderOfUseHoldsAlthoughTheClockWasSetBack() async throws {
        let first = try folder.open()
        try await first.set(0, now: Samples.later(30))
        try await first.set(1, now: Samples.later(30))
        #expect(await first.has(0, now: Samples.start))
        let second = try folder.open(.blocks(1))
        #expect(await second.has(0, now: Samples.start))
        #expect(!folder.exists(folder.file(1)))
    }

    @Test func whatIsEvictedLeavesTheDisk() async throws {
        let cache = try folder.open(.blocks(3))
        for number in 0..<10 { try await cache.set(number) }
        #expect(try folder.files().count == 3)
        await cache.remove(Samples.key(9))
        #expect(try folder.files().count == 2)
        await cache.configure(.blocks(1), now: Samples.start)
        #expect(try folder.files().count == 1)
        await cache.removeAll()
        #expect(try folder.files() == [])
    }

    @Test func whatExpiresLeavesTheDisk() async throws {
        let cache = try folder.open()
        for number in 0..<3 { try await cache.set(number, expires: Samples.later(Double(number + 1))) }
        #expect(!(await cache.has(0, now: Samples.later(1))))
        #expect(!folder.exists(folder.file(0)))
        #expect(await cache.statistics(now: Samples.later(2)).entries == 1)
        #expect(!folder.exists(folder.file(1)))
    }

    /// Each state that a kill can leave: a new file half written, one not yet renamed, an old one not yet evicted.
    @Test func whatAKilledProcessLeftIsSweptAndTheRestIsGood() async throws {
        try await folder.open(.blocks(3)).set(1)
        let whole = folder.entry(2)
        let beside = folder.file(2).deletingLastPathComponent()
        try folder.place(whole.prefix(50), at: beside.appending(path: Samples.key(2).rawValue + ".new"))
        try folder.place(whole, at: folder.url.appending(path: "03/\(Samples.key(3).rawValue).new"))
        for number in 4..<8 { try folder.place(folder.entry(number), at: folder.file(number)) }
        let cache = try folder.open(.blocks(3))
        try await cache.prepare(now: Samples.start)
        let files = try folder.files()
        #expect(files.count == 3)
        #expect(!files.contains { $0.hasSuffix(".new") })
        #expect(await cache.statistics(now: Samples.start).bytes == 3 * 4_096)
        for number in [2, 3] {
            try await cache.set(number)
            #expect(await cache.has(number))
        }
    }

    @Test func aHalfWrittenFileOfTheSameKeyIsNoHindrance() async throws {
        let cache = try folder.open()
        try await cache.set(1)
        try folder.place(Data("half".utf8), at: folder.file(1).appendingPathExtension("new"))
        try await cache.set(1, size: 50)
        #expect(await cache.has(1, size: 50))
        #expect(try folder.files().count == 1)
    }

    @Test func aFolderThatIsRemovedIsMadeAnew() async throws {
        let cache = try folder.open()
        try await cache.set(1)
        try FileManager.default.removeItem(at: folder.url)
        #expect(!(await cache.has(1)))
        #expect(await cache.statistics(now: Samples.start).entries == 0)
        try await cache.set(1)
        #expect(await cache.has(1))
        #expect(try folder.files().count == 1)
    }

    @Test func aFileThatIsRemovedIsAMissAndNoLongerCounted() async throws {
        let cache = try folder.open()
        try await cache.set(1)
        try FileManager.default.removeItem(at: folder.file(1).deletingLastPathComponent())
        #expect(!(await cache.has(1)))
        #expect(await cache.statistics(now: Samples.start).bytes == 0)
    }

    @Test func aFileInThePlaceOfTheFolderIsAnErrorThatNamesIt() async throws {
        try folder.root.write("in the way", to: "store")
        let cache = try folder.open()
        let path = folder.url.path(percentEncoded: false)
        let expected = CacheError.folderUnusable(path: path, reason: "Not a directory")
        await #expect(throws: expected) { try await cache.prepare(now: Samples.start) }
        await #expect(throws: expected) { try await cache.set(1) }
        #expect(!(await cache.has(1)))
        #expect(await cache.statistics(now: Samples.start).misses == 1)
        // As soon as it is out of the way, the cache works.
        try FileManager.default.removeItem(at: folder.url)
        try await cache.set(1)
        #expect(await cache.has(1))
    }

    @Test func aFileThatCannotBeWrittenIsAnErrorAndLeavesNothing() async throws {
        let cache = try folder.open()
        // A folder where the file has to stand can't be replaced.
        try FileManager.default.createDirectory(at: folder.file(1), withIntermediateDirectories: true)
        let path = folder.url.path(percentEncoded: false)
        await #expect(throws: CacheError.writeFailed(path: path, reason: "Is a directory")) {
            try await cache.set(1)
        }
        #expect(!(await cache.has(1)))
        #expect(try folder.files() == [])
        try await cache.set(2)
        #expect(await cache.has(2))
    }

    @Test func onlyDigestsNameEntries() async throws {
        let cache = try folder.open()
        for name in [
            "", "abc", "../../etc/passwd", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
        ] {
            let key = Digest(rawValue: name)
            await #expect(throws: CacheError.keyRefused(key)) {
                try await cache.set(Data(), for: key, expires: Samples.later(1), now: Samples.start)
            }
            await cache.remove(key)
            #expect(await cache.value(for: key, now: Samples.start) == nil)
        }
    }

    @Test func anEntryOfMoreThanAMebibyteIsNotKept() async throws {
        let cache = try folder.open(.blocks(10_000))
        try await cache.set(1, size: 1 << 20)
        try await cache.set(2, size: 1 << 20 + 1)
        #expect(await cache.has(1, size: 1 << 20))
        #expect(await cache.statistics(now: Samples.start).entries == 1)
    }

    @Test func nothingIsTouchedBeforeTheFirstUse() async throws {
        _ = try folder.open()
        #expect(!folder.exists(folder.url))
    }
}
