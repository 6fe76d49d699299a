import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

/// Whatever stands in a cache's folder: never a wrong value, never a way out of the folder, never an endless read.
@Suite struct HostileFileTests {
    private let folder: CacheFolder

    init() throws { folder = try CacheFolder() }

    private func replace(_ number: Int, with bytes: Data) throws {
        let handle = try FileHandle(forWritingTo: folder.file(number))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    @Test func aTornFileIsAMissAndIsRemovedWhereverItWasTorn() async throws {
        let cache = try folder.open()
        let whole = folder.entry(1, payload: Data("payload".utf8))
        for count in 0..<whole.count {
            try await cache.set(1, size: 7)
            try replace(1, with: whole.prefix(count))
            #expect(await cache.value(for: Samples.key(1), now: Samples.start) == nil)
            #expect(!folder.exists(folder.file(1)))
        }
    }

    @Test func aTornFileFoundAtTheStartIsAMissToo() async throws {
        let whole = folder.entry(1)
        for count in stride(from: 0, to: whole.count, by: 9) {
            try folder.place(whole.prefix(count), at: folder.file(1))
            #expect(await (try folder.open()).value(for: Samples.key(1), now: Samples.start) == nil)
            #expect(!folder.exists(folder.file(1)))
        }
    }

    @Test func oneChangedBitAnywhereIsAMiss() async throws {
        let whole = folder.entry(1, payload: Data("payload".utf8))
        let cache = try folder.open()
        for place in whole.indices {
            for afterRestart in [true, false] {
                try await cache.set(1, size: 7)
                var bytes = whole
                bytes[place] ^= UInt8(1 << (place % 8))
                try replace(1, with: bytes)
                let asked = afterRestart ? try folder.open() : cache
                #expect(await asked.value(for: Samples.key(1), now: Samples.start) == nil, "byte \(place)")
                #expect(!folder.exists(folder.file(1)))
            }
        }
    }

    @Test func anEntryUnderAnotherNameIsNotThatEntry() async throws {
        let cache = try folder.open()
        try await cache.set(1)
        try replace(1, with: folder.entry(2))
        #expect(await cache.value(for: Samples.key(1), now: Samples.start) == nil)
        try folder.place(folder.entry(2), at: folder.file(1))
        #expect(await (try folder.open()).value(for: Samples.key(1), now: Samples.start) == nil)
        // The right name in the wrong folder.
        try folder.place(folder.entry(3), at: folder.url.appending(path: "ff/\(Samples.key(3).rawValue)"))
        #expect(await (try folder.open()).statistics(now: Samples.start).entries == 0)
        #expect(try folder.files() == [])
    }

    @Test func randomBytesAreSweptAndNeverServed() async throws {
        var random = SystemRandomNumberGenerator()
        for number in 0..<200 {
            let bytes = Data((0..<Int.random(in: 0...600)).map { _ in UInt8.random(in: 0...255, using: &random) })
            try folder.place(bytes, at: folder.file(number))
        }
        let cache = try folder.open()
        try await cache.prepare(now: Samples.start)
        #expect(await cache.statistics(now: Samples.start).entries == 0)
        #expect(try folder.files() == [])
    }

    @Test(arguments: [UInt64.max, UInt64(Int64.max), 1 << 62, 1 << 40, 1 << 21, 101, 99])
    func aLengthThatIsNotTheFilesIsNotBelieved(length: UInt64) async throws {
        var bytes = folder.entry(1)
        withUnsafeBytes(of: length.bigEndian) { bytes.replaceSubrange(88..<96, with: $0) }
        try folder.place(bytes, at: folder.file(1))
        let cache = try folder.open()
        #expect(await cache.value(for: Samples.key(1), now: Samples.start) == nil)
        #expect(!folder.exists(folder.file(1)))
    }

    @Test func aHugeFileIsNotRead() async throws {
        let cache = try folder.open()
        try await cache.set(1)
        let handle = try FileHandle(forWritingTo: folder.file(1))
        try handle.truncate(atOffset: 1 << 40)
        try handle.close()
        #expect(await cache.value(for: Samples.key(1), now: Samples.start) == nil)
        try folder.place(folder.entry(1), at: folder.file(1))
        let again = try FileHandle(forWritingTo: folder.file(1))
        try again.truncate(atOffset: 1 << 40)
        try again.close()
        #expect(await (try folder.open()).statistics(now: Samples.start).entries == 0)
        #expect(!folder.exists(folder.file(1)))
    }

    @Test func aLinkInThePlaceOfAFileIsNotFollowed() async throws {
        let outside = folder.root.url.appending(path: "outside")
        try folder.entry(1).write(to: outside)
        let cache = try folder.open()
        try await cache.set(1)
        for afterRestart in [false, true] {
            try? FileManager.default.removeItem(at: folder.file(1))
            try FileManager.default.createSymbolicLink(at: folder.file(1), withDestinationURL: outside)
            let asked = afterRestart ? try folder.open() : cache
            #expect(await asked.value(for: Samples.key(1), now: Samples.start) == nil)
            #expect(!folder.exists(folder.file(1)))
        }
        #expect(try Data(contentsOf: outside) == folder.entry(1))
    }

    @Test func aLinkInThePlaceOfAFolderIsNotFollowed() async throws {
        let outside = folder.root.url.appending(path: "outside")
        let kept = outside.appending(path: Samples.key(1).rawValue)
        try folder.place(folder.entry(1), at: kept)
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let link = folder.file(1).deletingLastPathComponent()
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
        let cache = try folder.open()
        #expect(!(await cache.has(1)))
        #expect(folder.exists(kept))
        // Nor when it comes while the cache is open.
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
        try await cache.set(1)
        #expect(await cache.has(1))
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path(percentEncoded: false)).count == 1)
        #expect(try folder.files().count == 1)
    }

    @Test func aLinkInThePlaceOfTheCachesFolderIsRefused() async throws {
        let outside = folder.root.url.appending(path: "outside")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: folder.url, withDestinationURL: outside)
        let cache = try folder.open()
        await #expect(throws: CacheError.self) { try await cache.set(1) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path(percentEncoded: false)) == [])
    }

    @Test func whatIsForeignIsSweptButFoldersAreLeft() async throws {
        try await folder.open().set(1)
        for name in ["notes.txt", ".hidden", "01/readme", "zz", "1", "\u{1F600}"] {
            try folder.place(Data("foreign".utf8), at: folder.url.appending(path: name))
        }
        let named = folder.url.appending(path: "01").path(percentEncoded: false)
        // A name that is no UTF-8.
        let odd: [CChar] = Array(named.utf8CString.dropLast()) + [0x2F, -1, -2, 0]
        let descriptor = creat(odd, 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
        try folder.root.write("stays", to: "store/mine/file")
        mkfifo(folder.url.appending(path: "01/\(Samples.key(2).rawValue)").path(percentEncoded: false), 0o600)
        let cache = try folder.open()
        try await cache.prepare(now: Samples.start)
        #expect(try folder.files() == ["01/\(Samples.key(1).rawValue)", "mine/file"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: named).count == 1)
        #expect(await cache.has(1))
    }

    @Test func noMoreThanTheBoundIsTakenOver() async throws {
        for number in 0..<50 { try folder.place(folder.entry(number), at: folder.file(number)) }
        let cache = try folder.open(maximumEntries: 20)
        try await cache.prepare(now: Samples.start)
        #expect(await cache.statistics(now: Samples.start).entries == 20)
        #expect(try folder.files().count == 20)
        for number in 100..<110 { try await cache.set(number) }
        #expect(await cache.statistics(now: Samples.start).entries == 20)
        #expect(try folder.files().count == 20)
    }

    @Test func timesFromTheEndsOfTheWorldAreTakenAsTheyAre() async throws {
        for (number, stored) in [(1, Date.distantPast), (2, .distantFuture)] {
            try folder.place(folder.entry(number, stored: stored, expires: .distantFuture), at: folder.file(number))
        }
        for (number, seconds) in [(1, Int.max), (2, Int.min)] {
            let time = timespec(tv_sec: seconds, tv_nsec: 0)
            utimensat(AT_FDCWD, folder.file(number).path(percentEncoded: false), [time, time], 0)
        }
        let cache = try folder.open()
        #expect(await cache.has(1))
        #expect(await cache.has(2))
        try await cache.set(3)
        #expect(await cache.has(3))
    }
}
