import Foundation
import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct FaultTests {
    @Test func aFullDiskIsAClearErrorAndChangesNothing() async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveObject(Fixture.object())
        try await fixture.store.control.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let large = String(repeating: "x", count: 1_000_000)
        let error = await #expect(throws: StoreError.self) {
            try await fixture.store.saveObject(Fixture.object("big", status: ObjectStatus(summary: large)))
        }
        #expect(error == .diskFull(file: fixture.folder.path("control.db")))
        #expect(try await fixture.store.objects() == [Fixture.object()])
    }

    @Test func aLockedDatabaseIsAClearErrorAndUsableAfterwards() async throws {
        let fixture = try await Fixture(busyTimeout: 0.01)
        let foreign = try foreignConnection(fixture.folder.path("control.db"))
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: StoreError.locked(file: fixture.folder.path("control.db"))) {
            try await fixture.store.saveObject(Fixture.object())
        }
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await fixture.store.saveObject(Fixture.object())
    }

    @Test(arguments: [
        "UPDATE objects SET status = 'not json'", "UPDATE objects SET object = 'Nothing/x', status = 'null'",
    ])
    func anObjectThatCannotBeReadIsNamedNotQuotedAndSpoilsNoOther(sql: String) async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveObject(Fixture.object())
        try await fixture.store.control.pool.write { try $0.execute(sql: sql) }
        try await fixture.store.saveObject(Fixture.object("good"))
        #expect(try await fixture.store.objects() == [Fixture.object("good")])
        let unreadable = try await fixture.store.unreadableObjects()
        #expect(unreadable.count == 1 && unreadable[0].reason.hasPrefix("column status:"))
        #expect(!unreadable[0].reason.contains("not json"))
        #expect(sql.contains("Nothing") == (unreadable[0].name == "Nothing/x"))
    }

    @Test func anInstanceThatCannotBeReadIsNamedButNotQuoted() async throws {
        let fixture = try await Fixture()
        try await fixture.store.saveInstance(Fixture.instance("i", ordinal: 0))
        try await fixture.store.control.pool.write { try $0.execute(sql: "UPDATE instances SET value = 'not json'") }
        let error = await #expect(throws: StoreError.self) { try await fixture.store.instances() }
        guard case .unreadable(_, let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail.hasPrefix("column value:") && !detail.contains("not json"))
    }

    @Test(arguments: ["object = 'Nothing/x'", "reason = 'Never'"])
    func anUnknownWordInHistoryIsNamed(assignment: String) async throws {
        let fixture = try await Fixture()
        try await fixture.store.record([Event(time: Fixture.time, object: nil, reason: .applied, message: "m")])
        try await fixture.store.history?.pool.write { try $0.execute(sql: "UPDATE events SET \(assignment)") }
        await #expect(throws: StoreError.self) { try await fixture.store.events(limit: 1) }
    }

    @Test func aBrokenUUIDOfAnIntentIsNamed() async throws {
        let fixture = try await Fixture()
        try await fixture.store.control.pool.write { database in
            try database.execute(
                sql: "INSERT INTO intents VALUES ('x', 'CloudResource/p', 0, 'open', NULL, 'x', '{}', 0)")
        }
        await #expect(throws: StoreError.self) { try await fixture.store.openIntents() }
    }

    @Test func aMissingValueIsNamed() {
        let row: Row = ["value": nil]
        #expect(throws: ColumnFault.self) { let _: Revision = try row.json("value") }
    }

    @Test func aCancelledTaskWritesNothing() async throws {
        let fixture = try await Fixture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await fixture.store.saveObject(Fixture.object())
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let reading = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await fixture.store.objects()
        }
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(try await fixture.store.objects().isEmpty)
    }

    @Test func eachFailureSaysWhatToDo() {
        let identity = Fixture.pool
        let run = RunID(rawValue: "r1")
        let messages: [(StoreError, String)] = [
            (.folderInUse(folder: "/s", pid: nil), "another controller uses the state folder /s"),
            (.folderInUse(folder: "/s", pid: 7), "another controller (pid 7) uses"),
            (.folderUnusable(folder: "/s", reason: "no"), "(no)"),
            (.noDatabase(folder: "/s"), "rondo run"),
            (.newerSchema(file: "f"), "newer version"),
            (.olderSchema(file: "f"), "older version"),
            (.damaged(file: "f", detail: "d"), "restore a backup"),
            (.diskFull(file: "f"), "free some space"),
            (.locked(file: "f"), "locked by another process"),
            (.readOnly(file: "f"), "reading only"),
            (.unreadable(file: "f", detail: "d"), "(d)"),
            (.refused(file: "f", code: 1, message: "m"), "(code 1): m"),
            (.runNotActive(run), "run r1 is not active"),
            (.runExists(run), "run r1 is active already"),
            (.attemptExists(run: run, task: "a", number: 2), "attempt 2 of `a`"),
            (.intentOpen(object: identity, ordinal: 3), "instance 3 of CloudResource/pool"),
        ]
        for (error, text) in messages { #expect(error.description.contains(text)) }
    }

    @Test func otherRefusalsKeepTheirCode() {
        let cases: [(ResultCode, StoreError)] = [
            (.SQLITE_IOERR, .refused(file: "f", code: 10, message: "m")),
            (.SQLITE_CANTOPEN, .folderUnusable(folder: "f", reason: "m")),
        ]
        for (code, error) in cases {
            #expect(DatabaseFile.fault(DatabaseError(resultCode: code, message: "m"), "f") == error)
        }
    }
}
