import Foundation
import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct OpeningTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func everyCommitOfControlIsSyncedAndHistoryIsNot() async throws {
        let store = try await Store.open(directory: folder.url)
        #expect(try await synchronous(store.control) == 2)
        #expect(try await synchronous(#require(store.history)) == 1)
        for file in [store.control, try #require(store.history)] {
            let journal = try await file.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(journal == "wal")
        }
        // It still holds after writes and for as long as the store lives.
        try await store.saveObject(Fixture.object())
        #expect(try await synchronous(store.control) == 2)
    }

    @Test func filesAreReadableByTheirOwnerAlone() async throws {
        let directory = folder.url.appending(path: "state")
        let store = try await Store.open(directory: directory)
        try await store.saveObject(Fixture.object())
        try await store.record([Event(time: Fixture.time, object: nil, reason: .applied, message: "m")])
        #expect(try mode(of: directory) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))
        #expect(names.count == 6, "\(names)")
        for name in names { #expect(try mode(of: directory.appending(path: name)) == 0o600, "\(name)") }
    }

    @Test func filesThatWereOpenToOthersAreClosed() async throws {
        try await Store.open(directory: folder.url).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("control.db"))
        _ = try await Store.open(directory: folder.url)
        #expect(try mode(of: folder.url.appending(path: "control.db")) == 0o600)
    }

    @Test func whatWasWrittenIsThereAfterAReopening() async throws {
        let first = try await Store.open(directory: folder.url)
        try await first.saveObject(Fixture.object())
        try first.close()
        let second = try await Store.open(directory: folder.url)
        #expect(try await second.objects() == [Fixture.object()])
        #expect(second.historySetAside == nil)
    }

    @Test func aFolderWithoutADatabaseCannotBeRead() async throws {
        let path = folder.url.path(percentEncoded: false)
        await #expect(throws: StoreError.noDatabase(folder: path)) {
            try await Store.open(directory: folder.url, mode: .readOnly)
        }
        try folder.write("", to: "control.db")
        await #expect(throws: StoreError.noDatabase(folder: path)) {
            try await Store.open(directory: folder.url, mode: .readOnly)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["control.db"])
    }

    @Test func aReaderSeesEachWriteAndCannotWrite() async throws {
        let writer = try await Store.open(directory: folder.url)
        let reader = try await Store.open(directory: folder.url, mode: .readOnly)
        #expect(try await reader.objects().isEmpty)
        try await writer.saveObject(Fixture.object())
        #expect(try await reader.objects() == [Fixture.object()])
        await #expect(throws: StoreError.readOnly(file: folder.path("control.db"))) {
            try await reader.saveObject(Fixture.object("other"))
        }
    }

    @Test func aReaderIsNotHeldUpByAnOpenTransaction() async throws {
        let writer = try await Store.open(directory: folder.url)
        try await writer.saveObject(Fixture.object())
        let foreign = try foreignConnection(folder.path("control.db"))
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE; DELETE FROM objects") }
        let reader = try await Store.open(directory: folder.url, mode: .readOnly, busyTimeout: 0)
        #expect(try await reader.objects().count == 1)
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }

    @Test func aFolderWhoseControllerHasEndedCanBeRead() async throws {
        let writer = try await Store.open(directory: folder.url)
        try await writer.saveObject(Fixture.object())
        try writer.close()
        #expect(try Data(contentsOf: folder.url.appending(path: "control.db-wal")).isEmpty)
        // Other programs remove the side files when they close a database last.
        for name in ["control.db-wal", "control.db-shm", "history.db-wal", "history.db-shm"] {
            try FileManager.default.removeItem(atPath: folder.path(name))
        }
        let reader = try await Store.open(directory: folder.url, mode: .readOnly)
        #expect(try await reader.objects().count == 1)
        #expect(try await reader.events(limit: 5).isEmpty)
    }

    @Test func whatAKilledControllerCommittedIsThere() async throws {
        let writer = try await Store.open(directory: folder.url)
        try await writer.saveObject(Fixture.object())
        // The files as they stand while the writer lives are those that a kill leaves.
        let copy = try TemporaryDirectory()
        for name in ["control.db", "control.db-wal", "history.db", "history.db-wal"] {
            try FileManager.default.copyItem(atPath: folder.path(name), toPath: copy.path(name))
        }
        let reader = try await Store.open(directory: copy.url, mode: .readOnly)
        #expect(try await reader.objects().count == 1)
        let next = try await Store.open(directory: copy.url)
        #expect(try await next.objects().count == 1)
    }

    @Test func withoutHistoryAReaderSeesNone() async throws {
        let writer = try await Store.open(directory: folder.url)
        try writer.close()
        try FileManager.default.removeItem(atPath: folder.path("history.db"))
        let missing = try await Store.open(directory: folder.url, mode: .readOnly)
        #expect(try await missing.events(limit: 5).isEmpty)
        #expect(try await missing.finishedRuns(limit: 5).isEmpty)
        #expect(try await missing.finishedRun(RunID(rawValue: "r")) == nil)
        try await missing.sweepHistory(keepRuns: 1)
        try folder.write(String(repeating: "garbage ", count: 1_000), to: "history.db")
        let damaged = try await Store.open(directory: folder.url, mode: .readOnly)
        #expect(try await damaged.events(limit: 5).isEmpty)
    }

    @Test func missingHistoryStartsAnew() async throws {
        try await Store.open(directory: folder.url).close()
        try FileManager.default.removeItem(atPath: folder.path("history.db"))
        let store = try await Store.open(directory: folder.url)
        try await store.record([Event(time: Fixture.time, object: nil, reason: .applied, message: "m")])
        #expect(try await store.events(limit: 5).count == 1)
        #expect(store.historySetAside == nil)
    }

    @Test func damagedHistoryIsSetAsideAndControlStays() async throws {
        let first = try await Store.open(directory: folder.url)
        try await first.saveObject(Fixture.object())
        try first.close()
        let garbage = String(repeating: "garbage ", count: 1_000)
        try folder.write(garbage, to: "history.db")

        let store = try await Store.open(directory: folder.url)
        let aside = try #require(store.historySetAside)
        #expect(aside.lastPathComponent.hasPrefix("history.db.corrupt-"))
        #expect(try String(contentsOf: aside, encoding: .utf8) == garbage)
        #expect(try await store.objects().count == 1)
        try await store.record([Event(time: Fixture.time, object: nil, reason: .applied, message: "m")])
        #expect(try await store.events(limit: 5).count == 1)
    }

    /// Breaks when `DatabaseFile.open` leaves out its check.
    @Test func damagedPagesInsideHistoryAreFoundWhenItIsOpened() async throws {
        let first = try await Store.open(directory: folder.url)
        try await first.record(
            (0..<2_000).map { Event(time: Fixture.time, object: nil, reason: .applied, message: "event \($0)") })
        try first.close()
        var bytes = try Data(contentsOf: folder.url.appending(path: "history.db"))
        bytes.replaceSubrange(40_960..<61_440, with: Data(repeating: 0x5A, count: 20_480))
        try bytes.write(to: folder.url.appending(path: "history.db"))
        #expect(try await Store.open(directory: folder.url).historySetAside != nil)
    }

    @Test func setAsideFilesNeverReplaceEachOther() throws {
        let path = folder.path("history.db")
        var places: Set<URL> = []
        for text in ["one", "two", "three"] {
            try folder.write(text, to: "history.db")
            try folder.write(text, to: "history.db-wal")
            places.insert(try HistoryRescue.setAside(path, now: Fixture.time))
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
        #expect(places.count == 3)
    }

    @Test func damagedControlIsAClearErrorAndStaysAsItIs() async throws {
        let garbage = String(repeating: "garbage ", count: 1_000)
        try folder.write(garbage, to: "control.db")
        for mode in [Store.Mode.readWrite, .readOnly] {
            let error = await #expect(throws: StoreError.self) {
                try await Store.open(directory: folder.url, mode: mode)
            }
            guard case .damaged(folder.path("control.db"), _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.description.contains("move this file") == true)
        }
        #expect(try String(contentsOf: folder.url.appending(path: "control.db"), encoding: .utf8) == garbage)
    }

    @Test func aNewerSchemaIsRefusedInBothModes() async throws {
        let store = try await Store.open(directory: folder.url)
        try await store.control.pool.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')")
        }
        try store.close()
        for mode in [Store.Mode.readWrite, .readOnly] {
            await #expect(throws: StoreError.newerSchema(file: folder.path("control.db"))) {
                try await Store.open(directory: folder.url, mode: mode)
            }
        }
    }

    @Test func anOlderSchemaIsOnlyBroughtUpToDateByAWriter() async throws {
        let file = try foreignConnection(folder.path("control.db"))
        try await file.write { try $0.execute(sql: "CREATE TABLE unrelated (id INTEGER)") }
        try file.close()
        await #expect(throws: StoreError.olderSchema(file: folder.path("control.db"))) {
            try await Store.open(directory: folder.url, mode: .readOnly)
        }
        _ = try await Store.open(directory: folder.url)
        _ = try await Store.open(directory: folder.url, mode: .readOnly)
    }

    @Test func aPlaceThatCannotBeWrittenIsRefused() async throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "control.db"), withIntermediateDirectories: true)
        let error = await #expect(throws: StoreError.self) { try await Store.open(directory: folder.url) }
        #expect(error?.description.contains("Is a directory") == true, "\(String(describing: error))")
    }

    private func synchronous(_ file: DatabaseFile) async throws -> Int? {
        try await file.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}
